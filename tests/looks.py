"""How a page looks, measured in it: JavaScript that every browser can be asked."""

TOO_WIDE = """() => {
  const scrolled = element => element && element !== document.documentElement
    && (["auto", "scroll"].includes(getComputedStyle(element).overflowX) || element.matches(".zoomed > * > svg")
      || scrolled(element.parentElement));
  const edge = document.documentElement.clientWidth + 0.5;
  return [...document.body.querySelectorAll("*")]
    .filter(element => element.getBoundingClientRect().right > edge
      && element.checkVisibility() && !element.closest(".heard") && !scrolled(element.parentElement))
    .map(element => `${element.nodeName} ${element.textContent.slice(0, 30)}`);
}"""
"""What sticks out to the right of the window, unless it stands inside something that can be scrolled or moved sideways."""

OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
"""By how many pixels the page is wider than its window."""

SMALL = """() => [...document.querySelectorAll("button, input, select, summary, a[href], [role=button]")]
  .filter(element => element.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && !element.closest("p a"))
  .map(element => [element, element.getBoundingClientRect()])
  .filter(([element, { width, height }]) => (width < 24 || height < 24) && !element.matches(":not(:focus).skip"))
  .map(([element, { width, height }]) => `${element.outerHTML.slice(0, 80)}: ${width} x ${height}`)"""
"""What is smaller than 24 by 24 pixels. A link inside a sentence is as high as its line (WCAG 2.2, 2.5.8, "Inline")."""

WIDE_STATES = f"""async () => {{
  const wide = {{}};
  const settled = () => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
  const look = state => {{
    const found = ({TOO_WIDE})();
    if (found.length || {OVERFLOW} > 0) wide[state] = [{OVERFLOW}, ...found.slice(0, 5)];
  }};
  document.querySelectorAll("details").forEach(details => {{ details.open = true; }});
  for (const {{ number }} of backprop.steps()) {{
    backprop.goTo(number);
    look(`step ${{number}}`);
  }}
  const buttons = () => [...document.querySelectorAll(".tool-bar button")];
  for (let tool = 0; tool < buttons().length; tool += 1) {{
    const name = buttons()[tool].textContent;
    buttons()[tool].click();
    await settled();
    for (const number of [1, 7, 12, backprop.steps().length]) {{
      backprop.goTo(number);
      look(`${{name}}, step ${{number}}`);
    }}
    buttons()[tool].click();
  }}
  return wide;
}}"""
"""In which states of an open page something is too wide: at each step, and with each tool, every panel being open."""
