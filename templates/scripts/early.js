// Runs before anything is drawn, so that a chosen theme does not flash in.
try {
  const theme = localStorage.getItem("theme");
  if (theme) document.documentElement.dataset.theme = theme;
} catch {
  // Storage may be closed to a page opened from a disk.
}
