//! A kit for the tests of your own routes: sessions without a core, and what to assert. Feature `testing`.
