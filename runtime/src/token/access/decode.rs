//! Decodes the parts of a token.

use base64::Engine as _;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

/// What most tokens fit into, so that no memory is allocated for them.
const ON_THE_STACK: usize = 1024;

const LENIENT: GeneralPurposeConfig =
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);
static URL_SAFE: GeneralPurpose = GeneralPurpose::new(&alphabet::URL_SAFE, LENIENT);
static STANDARD: GeneralPurpose = GeneralPurpose::new(&alphabet::STANDARD, LENIENT);
/// One text for each signature: whoever has a token cannot write it in another way.
static CANONICAL: GeneralPurpose = base64::engine::general_purpose::URL_SAFE_NO_PAD;

/// Runs `read` with the bytes of a part in either alphabet, padded or not; `None` if it is neither.
pub(in crate::token) fn with_decoded<T>(part: &str, read: impl FnOnce(&[u8]) -> T) -> Option<T> {
    with(
        part,
        |out| {
            let decoded = URL_SAFE.decode_slice(part, out);
            decoded.or_else(|_| STANDARD.decode_slice(part, out)).ok()
        },
        read,
    )
}

/// Runs `read` with the bytes of a signature as versions 3 and later write it.
pub(in crate::token) fn with_signature<T>(part: &str, read: impl FnOnce(&[u8]) -> T) -> Option<T> {
    with(part, |out| CANONICAL.decode_slice(part, out).ok(), read)
}

fn with<T>(
    part: &str,
    decode: impl FnOnce(&mut [u8]) -> Option<usize>,
    read: impl FnOnce(&[u8]) -> T,
) -> Option<T> {
    let needed = base64::decoded_len_estimate(part.len());
    if needed <= ON_THE_STACK {
        let mut bytes = [0; ON_THE_STACK];
        let length = decode(&mut bytes)?;
        return bytes.get(..length).map(read);
    }
    let mut bytes = vec![0; needed];
    let length = decode(&mut bytes)?;
    bytes.get(..length).map(read)
}
