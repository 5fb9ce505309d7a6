((root) => {
  root.className = root.className.replace("no-js", "js");
  try {
    for (const name of ["theme", "mode", "slash"]) {
      const value = localStorage.getItem(name);
      if (value) root.dataset[name] = value;
    }
  } catch (error) {
    // Storage is switched off.
  }
})(document.documentElement);
