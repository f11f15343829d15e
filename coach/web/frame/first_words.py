"""What a page says before Gradio's scripts have come: that it is on its way, or that it needs scripts."""

from functools import cache

from gradio.routes import templates
from jinja2 import ChoiceLoader, DictLoader

PAGE = "frontend/index.html"
"""Gradio's template of every page: empty until its scripts fill it, and in English."""
HEAD = """\
<title>{{ config.title }}</title>
<style>
  .first-words { position: fixed; inset: 0; margin: 24px; display: grid; place-items: center; text-align: center;
    font: 1.125rem/1.5 system-ui, sans-serif; }
  body:has(.drawn) > .first-words { display: none; }
</style>
</head>"""
BODY = """\
<p class="first-words">{{ config.words.waiting }}</p>
<noscript>
  <style>p.first-words { display: none; }</style>
  <div class="first-words">{{ config.words.no_script }}</div>
</noscript>
<gradio-app"""


@cache
def greet() -> None:
    """From here on every page begins with the words that its configuration has (`Tongues`)."""
    gradios = templates.env.loader
    assert gradios, "Gradio's templates come from a folder"
    page, _, _ = gradios.get_source(templates.env, PAGE)
    page = page.replace('lang="en"', 'lang="{{ config.lang }}" dir="{{ config.dir }}"', 1)
    page = page.replace("</head>", HEAD, 1).replace("<gradio-app", BODY, 1)
    templates.env.loader = ChoiceLoader([DictLoader({PAGE: page}), gradios])
