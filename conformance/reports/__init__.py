"""What users reported, tutorials show and others published, each a test by its id."""
