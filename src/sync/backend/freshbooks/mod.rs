//! FreshBooks.

mod grant;

pub use grant::GRANT;
