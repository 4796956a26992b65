// Search and filters of the catalogue's page. Without a script the page is whole, only not to be searched.
(() => {
  const form = document.getElementById('filters');
  const words = document.getElementById('words');
  const selects = ['family', 'severity', 'about'].map((name) => document.getElementById(name));
  const count = document.getElementById('count');
  const sections = [...document.querySelectorAll('section.family')].map((section) => ({
    section,
    family: section.dataset.family,
    articles: [...section.querySelectorAll('details.signature')].map((element) => ({
      element,
      text: element.textContent.toLowerCase(),
      severity: element.dataset.severity,
      about: element.dataset.about,
    })),
  }));

  document.documentElement.dataset.theme = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
  form.hidden = false;

  const filter = () => {
    const wanted = words.value
      .toLowerCase()
      .split(/\s+/)
      .filter((word) => word !== '');
    const [family, severity, about] = selects.map((select) => select.value);
    let shown = 0;
    let all = 0;
    for (const section of sections) {
      let inSection = 0;
      for (const article of section.articles) {
        all++;
        const fits =
          (family === '' || section.family === family) &&
          (severity === '' || article.severity === severity) &&
          (about === '' || article.about === about) &&
          wanted.every((word) => article.text.includes(word));
        article.element.hidden = !fits;
        if (fits) inSection++;
      }
      section.section.hidden = inSection === 0;
      shown += inSection;
    }
    count.textContent = shown === all ? `${all} signatures` : `${shown} of ${all} signatures`;
  };

  const openNamed = () => {
    const name = decodeURIComponent(location.hash.slice(1));
    const element = name === '' ? null : document.getElementById(name);
    if (element === null || !element.matches('details.signature')) return;
    if (element.hidden) {
      words.value = '';
      for (const select of selects) select.value = '';
      filter();
    }
    element.open = true;
    element.scrollIntoView();
  };

  form.addEventListener('submit', (event) => event.preventDefault());
  for (const field of [words, ...selects]) field.addEventListener('input', filter);
  addEventListener('hashchange', openNamed);
  filter();
  openNamed();
})();
