"""The headers of each answer: what a browser may do with a page, fetch early, and keep. Gradio sends none of them."""

EARLY = (
    "</coach/coach.css>; rel=preload; as=style",
    "</coach/drawn.css>; rel=preload; as=style",
    "</coach/coach.js>; rel=modulepreload",
    "</coach/fonts/atkinson-hyperlegible-next-latin-wght-normal.woff2>; rel=preload; as=font; crossorigin",
    "</coach/fonts/literata-latin-wght-normal.woff2>; rel=preload; as=font; crossorigin",
)
"""Gradio names our files only once it has started; the browser fetches them meanwhile."""
HEADERS = {
    "Content-Security-Policy": "default-src 'self'; img-src 'self' data: blob:; media-src 'self' blob:; "
    "script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "connect-src 'self'; base-uri 'self'; form-action 'self'; object-src 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(self), payment=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}
"""Gradio's page starts itself with scripts in the page, and fills its HTML parts by evaluating a template."""


def keeping(path: str, status: int) -> str:
    """How long a browser may keep an answer: files whose names change with what is in them, for good."""
    if status < 400 and path.startswith(("/assets/", "/coach/fonts/")):
        return "public, max-age=31536000, immutable"
    return "no-cache" if path.startswith(("/coach/", "/static/", "/theme.css")) else "no-store"
