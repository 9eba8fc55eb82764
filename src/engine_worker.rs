//! What the worker runs: the engine behind a browser transport.
