"""The website for readers: addresses, pages, templates, markup, locales, the shell."""
