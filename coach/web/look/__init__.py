"""How things look: values to HTML, the pictures of a talk and of a relationship; templates, styles and scripts."""
