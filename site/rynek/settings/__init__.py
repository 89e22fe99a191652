"""Settings: `development` (make run), `production`, `test`; all build on `base`."""
