//! The YAML configuration file.

use std::path::Path;

use serde_norway::{Mapping, Value};

use super::error::ConfigError;

/// The keys and values of a file, in its order. Keys without a value are left out, as in a file where
/// the example lines were uncommented but not filled in.
pub(crate) fn read_file(path: &Path) -> Result<Vec<(String, String)>, ConfigError> {
    let text = std::fs::read_to_string(path).map_err(|source| ConfigError::Unreadable {
        path: path.to_owned(),
        source,
    })?;
    let document: Option<Mapping> =
        serde_norway::from_str(&text).map_err(|source| ConfigError::Yaml {
            path: path.to_owned(),
            source,
        })?;
    let mut entries = Vec::new();
    for (key, value) in document.unwrap_or_default() {
        let key = scalar(&key).ok_or_else(|| ConfigError::invalid("(key)", "must be a name"))?;
        match value {
            Value::Null => {}
            value => match scalar(&value) {
                Some(text) => entries.push((key, text)),
                None => {
                    return Err(ConfigError::invalid(
                        &key,
                        "must be a single value, not a list or mapping",
                    ));
                }
            },
        }
    }
    Ok(entries)
}

fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(value) => Some(value.to_string()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Vec<(String, String)>, ConfigError> {
        let file = tempfile::NamedTempFile::new().expect("a temporary file");
        std::fs::write(file.path(), text).expect("the file is writable");
        read_file(file.path())
    }

    #[test]
    fn scalars_become_text_and_empty_keys_vanish() {
        let entries =
            read("port: 3567\nbase_path: /st\nhost:\naccess_token_validity_jitter: 0.25\n");
        let expected = [
            ("port", "3567"),
            ("base_path", "/st"),
            ("access_token_validity_jitter", "0.25"),
        ];
        assert_eq!(
            entries.ok(),
            Some(expected.map(|(k, v)| (k.into(), v.into())).to_vec())
        );
        assert_eq!(read("# nothing\n").ok(), Some(vec![]));
    }

    #[test]
    fn lists_and_broken_files_are_mistakes() {
        assert!(matches!(
            read("port: [1]"),
            Err(ConfigError::InvalidValue { .. })
        ));
        assert!(matches!(read("{"), Err(ConfigError::Yaml { .. })));
        assert!(matches!(
            read_file(Path::new("/nonexistent/x")),
            Err(ConfigError::Unreadable { .. })
        ));
    }
}
