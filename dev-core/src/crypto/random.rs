//! Random values.

use aws_lc_rs::rand;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use uuid::Uuid;

use super::error::CryptoError;
use super::hash::hex;

/// A random UUID (version 4) as text.
pub(crate) fn uuid() -> String {
    Uuid::new_v4().to_string()
}

/// `N` random bytes in hexadecimal.
pub(crate) fn secret_hex<const N: usize>() -> Result<String, CryptoError> {
    let mut bytes = [0; N];
    rand::fill(&mut bytes).map_err(|_| CryptoError("no random bytes"))?;
    Ok(hex(&bytes))
}

/// A token for a link: 128 letters and digits, which are hexadecimal digits in base64.
pub(crate) fn link_token() -> Result<String, CryptoError> {
    Ok(STANDARD.encode(secret_hex::<48>()?))
}

/// A random number in `[0, 1)`.
pub(crate) fn fraction() -> f64 {
    let bits = u32::try_from(Uuid::new_v4().as_u128() & 0xffff_ffff).unwrap_or(0);
    f64::from(bits) / (f64::from(u32::MAX) + 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn link_tokens_are_letters_and_digits() -> Result<(), CryptoError> {
        let token = link_token()?;
        assert!(token.len() == 128 && token.bytes().all(|b| b.is_ascii_alphanumeric()));
        assert_ne!(token, link_token()?);
        Ok(())
    }

    #[test]
    fn fractions_spread_over_the_unit_interval() {
        let all: Vec<f64> = (0..1000).map(|_| fraction()).collect();
        assert!(all.iter().all(|f| (0.0..1.0).contains(f)));
        assert!(all.iter().any(|f| *f < 0.1) && all.iter().any(|f| *f > 0.9));
    }
}
