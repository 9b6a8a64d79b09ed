r"""Markdown -> HTML: the article with its mathematics, live values, pictures, and links to steps.

It is CommonMark, with what authors of such articles are used to besides:

| an author writes                      | a reader sees                                                             |
|---------------------------------------|---------------------------------------------------------------------------|
| `$…$`, and `$$…$$` on its own lines   | TeX as MathML Core; a dollar sign is `\$`                                 |
| `[[h1]]` `[[dL/dw31]]` `[[h1:2]]`     | the present value, the present gradient, with two decimals                |
| `[[figure:bend node=h1]]`             | a live figure, alone on its line: bend, loss, error, chain, paths, cost   |
| `[words](step:z1)`                    | a link to the step that computes z1; also `dL/dz1`, a number, `last`      |
| `[words](open:preset=xor&step=3)`     | a link that opens what the address says after its #                       |
| `## Heading {#id}`, `[words](#id)`    | a heading with an id of its own, and a link to it                         |
| `![alternative text](picture.svg)`    | a picture from the article's folder, inside the page                      |
| `\| a \| b \|` over `\|---\|---\|`    | a table                                                                   |
| `words[^1]`, and `[^1]: …`            | a footnote                                                                |
| a term, below it `: its definition`   | a list of definitions                                                     |
| `!!! note "Title"`, text indented     | a box; also `tip`, `warning`, `question`                                  |
| `??? question "Title"`, text indented | the same, closed until it is opened; `???+` is open at first              |
| a fence with a language               | code in colours                                                           |

`reader` parses, `leftovers` refuses what Markdown would leave as raw text, and `writer` makes the HTML, in its
`render_article`; between them `figures`, `headings`, `links` and `mathematics` check each its subject. Whatever is
wrong is a ContentError with file and line.
"""

from generator.article.parts import Article, Figure, Heading, Reference

__all__ = ["Article", "Figure", "Heading", "Reference"]
