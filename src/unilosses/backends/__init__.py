"""Where a loss runs: one small module per array library. None is imported before its library is in use."""
