"""What every file of networks/ may begin with, whatever its subject."""

from generator.config.readers import Key, a_rate, a_text, a_text_like, list_of

HEAD = {
    "title": Key(a_text, "the network's name in a few words"),
    "summary": Key(a_text, "a sentence on what it shows"),
    "article": Key(
        a_text_like(r"[\w-][\w. -]*\.md", "a file in content/, such as article.md"), "a file", required=False
    ),
    "learning_rate": Key(a_rate, "a number above 0", required=False),
    "fixed": Key(list_of(a_text, "a list of names"), "a list of names", required=False),
}
