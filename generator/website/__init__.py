"""What readers get: addresses, pages, templates, markup, locales, the shell."""
