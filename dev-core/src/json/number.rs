//! The syntax of numbers.

/// The number syntax of JSON proper; everything else without quotes is text.
pub(super) fn is_number(word: &str) -> bool {
    let word = word.strip_prefix('-').unwrap_or(word);
    let (mantissa, exponent) = match word.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (word, None),
    };
    let (whole, fraction) = match mantissa.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (mantissa, None),
    };
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    digits(whole)
        && (whole == "0" || !whole.starts_with('0'))
        && fraction.is_none_or(digits)
        && exponent.is_none_or(|text| digits(text.strip_prefix(['+', '-']).unwrap_or(text)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_json_numbers_are_numbers() {
        for word in ["0", "-0", "1.5", "1E+30", "1e400", "-12.5e-3"] {
            assert!(is_number(word), "{word}");
        }
        for word in [
            "", "-", "01", "1.", ".5", "+1", "1e", "1e+", "0x1", "Infinity",
        ] {
            assert!(!is_number(word), "{word}");
        }
    }
}
