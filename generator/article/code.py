"""Code in colours: what Pygments makes of it, in five classes that the stylesheet knows."""

import html

_CLASSES = (
    ("Comment", "code-comment"),
    ("Keyword", "code-keyword"),
    ("Operator.Word", "code-keyword"),
    ("Literal.String", "code-string"),
    ("Literal.Number", "code-number"),
    ("Name.Function", "code-name"),
    ("Name.Class", "code-name"),
    ("Name.Tag", "code-name"),
    ("Name.Attribute", "code-name"),
)


def highlighted(code: str, language: str) -> str | None:
    """The code as markup with spans; None for a language that Pygments does not know. Without one it stays plain."""
    if not language:
        return html.escape(code, quote=False)
    # Imported where there is code to colour: most articles have none.
    from pygments import lex
    from pygments.lexers import get_lexer_by_name
    from pygments.util import ClassNotFound

    try:
        lexer = get_lexer_by_name(language, stripnl=False, ensurenl=False)
    except ClassNotFound:
        return None
    parts = []
    for kind, text in lex(code, lexer):
        name = ".".join(kind)
        escaped = html.escape(text, quote=False)
        called = next((css for begins, css in _CLASSES if f"{name}.".startswith(f"{begins}.")), "")
        parts.append(f'<span class="{called}">{escaped}</span>' if called else escaped)
    return "".join(parts)
