//! Signing of requests: the values of `Authorization` headers.
//!
//! Takes secrets and gives secrets; plain text never leaves. Where tokens come
//! from and how they are renewed is the adapter's and the token store's affair;
//! [`super::Wire::send_renewing`] is the place where a renewal is asked for.

use crate::domain::secret::Secret;

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// `Basic …` of a user name and password (RFC 7617, UTF-8).
#[must_use]
pub fn basic(user: &str, password: &Secret) -> Secret {
    let mut pair = String::with_capacity(user.len() + 1 + password.expose().len());
    pair.push_str(user);
    pair.push(':');
    pair.push_str(password.expose());
    let pair = Secret::new(pair);
    let mut value = String::with_capacity(6 + pair.expose().len().div_ceil(3) * 4);
    value.push_str("Basic ");
    base64_into(&mut value, pair.expose().as_bytes());
    Secret::new(value)
}

/// `Bearer …` of a token (RFC 6750).
#[must_use]
pub fn bearer(token: &Secret) -> Secret {
    let mut value = String::with_capacity(7 + token.expose().len());
    value.push_str("Bearer ");
    value.push_str(token.expose());
    Secret::new(value)
}

/// Base64 with padding, standard alphabet (RFC 4648 §4).
#[must_use]
pub fn base64(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    base64_into(&mut text, bytes);
    text
}

fn base64_into(text: &mut String, bytes: &[u8]) {
    for chunk in bytes.chunks(3) {
        let word = chunk.iter().enumerate().fold(0_u32, |word, (at, byte)| {
            word | u32::from(*byte) << (16 - 8 * at)
        });
        for at in 0..4 {
            if at <= chunk.len() {
                text.push(char::from(ALPHABET[(word >> (18 - 6 * at)) as usize & 63]));
            } else {
                text.push('=');
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_of_the_standard() {
        let rows = [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foob", "Zm9vYg=="),
            ("fooba", "Zm9vYmE="),
            ("foobar", "Zm9vYmFy"),
            ("\u{3ff}\u{fffd}?>", "z7/vv70/Pg=="),
        ];
        for (plain, encoded) in rows {
            assert_eq!(base64(plain.as_bytes()), encoded, "{plain}");
        }
        assert_eq!(base64(&[0xfb, 0xff, 0xfe]), "+//+");
    }

    #[test]
    fn header_values() {
        // The example of RFC 7617 §2 and §2.1.
        assert_eq!(
            basic("Aladdin", &Secret::new("open sesame")).expose(),
            "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="
        );
        assert_eq!(
            basic("test", &Secret::new("123\u{a3}")).expose(),
            "Basic dGVzdDoxMjPCow=="
        );
        assert_eq!(
            bearer(&Secret::new("mF_9.B5f-4.1JqM")).expose(),
            "Bearer mF_9.B5f-4.1JqM"
        );
    }
}
