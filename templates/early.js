{
    const root = document.documentElement;
    try {
        const theme = localStorage.getItem("theme");
        if (theme) root.dataset.theme = theme;
    } catch {}
    const show = () => root.classList.remove("waiting");
    root.classList.add("waiting");
    document.fonts.load('1em "Lesson Math"').then(show, show);
    setTimeout(show, 300);
}
