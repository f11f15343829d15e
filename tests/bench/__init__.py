"""Measurements: what a talk costs and how long it takes, beside a direct line to the model and beside plain Gradio."""
