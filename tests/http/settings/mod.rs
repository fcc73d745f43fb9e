//! Settings: where they are read, those that depend on the request, and those of a program without Rocket.

mod origin;
mod sources;
mod without_rocket;
