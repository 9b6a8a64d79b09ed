// Runs before anything is drawn, so that neither a chosen theme nor the mathematics font comes in late and
// moves things.
{
  const root = document.documentElement;
  try {
    const theme = localStorage.getItem("theme");
    if (theme) root.dataset.theme = theme;
  } catch {
    // Storage may be closed to a page opened from a disk.
  }
  const show = () => root.classList.remove("waiting");
  root.classList.add("waiting");
  document.fonts.load('1em "Lesson Math"').then(show, show);
  // Whatever becomes of the font, the page is not kept back for longer than this.
  setTimeout(show, 300);
}
