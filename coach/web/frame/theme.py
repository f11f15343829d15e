"""Gradio's own parts in the look of the rest: their colours and sizes are those of look/assets/coach.css."""

from gradio.themes import Base

PAPER, INK = "#f2f5f1", "#1b2a27"
PAPER_DARK, INK_DARK = "#111715", "#e7ede9"
"""Known before the style sheet is: the page's first frame has them. Kept equal to coach.css by a test."""

FONT = ("Atkinson Hyperlegible Next Variable", "system-ui", "sans-serif")


def theme() -> Base:
    """The theme. Named colours are properties of the style sheet, which knows light and dark."""
    plain = Base(font=FONT, font_mono=("ui-monospace", "monospace"), radius_size="lg", text_size="lg")
    both = {
        "body_text_color_subdued": "var(--muted)",
        "background_fill_primary": "var(--surface)",
        "background_fill_secondary": "var(--paper)",
        "border_color_primary": "var(--line)",
        "border_color_accent": "var(--accent)",
        "color_accent_soft": "var(--tint)",
        "block_background_fill": "transparent",
        "block_label_text_color": "var(--ink)",
        "block_title_text_color": "var(--ink)",
        "block_info_text_color": "var(--muted)",
        "input_background_fill": "var(--surface)",
        "input_background_fill_focus": "var(--surface)",
        "input_border_color": "var(--edge)",
        "input_border_color_focus": "var(--accent)",
        "input_placeholder_color": "var(--muted)",
        "input_shadow_focus": "0 0 0 3px var(--halo)",
        "button_primary_background_fill": "var(--accent)",
        "button_primary_background_fill_hover": "var(--accent-deep)",
        "button_primary_text_color": "var(--on-accent)",
        "button_primary_text_color_hover": "var(--on-accent)",
        "button_primary_border_color": "transparent",
        "button_secondary_background_fill": "var(--surface)",
        "button_secondary_text_color": "var(--ink)",
        "checkbox_label_background_fill": "var(--surface)",
        "checkbox_label_background_fill_selected": "var(--tint)",
        "checkbox_label_border_color": "var(--edge)",
        "checkbox_label_border_color_selected": "var(--accent)",
        "checkbox_label_text_color": "var(--ink)",
        "checkbox_label_text_color_selected": "var(--ink)",
        "checkbox_background_color_selected": "var(--accent)",
        "checkbox_border_color_selected": "var(--accent)",
        "link_text_color": "var(--accent)",
    }
    alike = {f"{name}_dark": value for name, value in both.items()}
    return plain.set(
        body_background_fill=PAPER,
        body_background_fill_dark=PAPER_DARK,
        body_text_color=INK,
        body_text_color_dark=INK_DARK,
        block_border_width="0px",
        block_border_width_dark="0px",
        block_padding="0px",
        block_shadow="none",
        block_shadow_dark="none",
        input_border_width="1.5px",
        input_border_width_dark="1.5px",
        input_radius="12px",
        button_large_radius="999px",
        color_accent="var(--accent)",
        **both,
        **alike,
    )
