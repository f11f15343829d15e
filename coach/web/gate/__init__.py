"""What stands between the network and the pages: who may come in, for what, and how often."""
