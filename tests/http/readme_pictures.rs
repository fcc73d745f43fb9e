//! The pictures of the README are there, and no others.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

#[test]
fn every_picture_is_there_and_shown() {
    let repository = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let readme = fs::read_to_string(repository.join("README.md")).expect("a text");
    let shown: BTreeSet<String> = readme
        .split('"')
        .filter(|text| text.ends_with(".png"))
        .map(str::to_owned)
        .collect();
    let folder = repository.join("examples/pictures");
    let kept: BTreeSet<String> = fs::read_dir(folder)
        .expect("the folder is there")
        .map(|file| file.expect("it can be read").file_name())
        .map(|name| format!("examples/pictures/{}", name.display()))
        .collect();
    assert_eq!(shown, kept);
}
