"""Gradio as the frame of the pages: imported quickly, in our colours, in the language of whoever asks."""
