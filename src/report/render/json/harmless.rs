//! JSON on one line whose text no terminal acts upon: what JSON would let through (DEL,
//! C1, bidirectional controls, separators, tags) is escaped, and so survives whole.
//!
//! A serializer of its own because of what it knows: the names of fields are ours and
//! written as they are, and text is looked at once, for both sorts of escapes. Numbers are
//! written by `serde_json`.

use crate::screen::is_hostile;
use serde::ser::{
    Error as _, Serialize, SerializeMap, SerializeSeq, SerializeStruct, SerializeStructVariant,
    SerializeTuple, SerializeTupleStruct, SerializeTupleVariant, Serializer,
};
use serde_json::{Error, Result};
use std::io::Write as _;

/// The JSON of values, one behind the other.
#[derive(Default)]
pub(super) struct Harmless {
    text: Vec<u8>,
}

impl Harmless {
    /// The JSON of a value.
    ///
    /// # Errors
    /// Where the key of a map is no text.
    pub(super) fn of<T: Serialize>(value: &T) -> Result<Vec<u8>> {
        let mut json = Self {
            text: Vec::with_capacity(1_024),
        };
        value.serialize(&mut json)?;
        Ok(json.text)
    }

    fn put(&mut self, text: &str) {
        self.text.extend_from_slice(text.as_bytes());
    }

    fn number<T: Serialize>(&mut self, number: T) -> Result<()> {
        serde_json::to_writer(&mut self.text, &number)
    }

    fn string(&mut self, text: &str) {
        self.text.push(b'"');
        if is_plain(text) {
            self.put(text);
        } else {
            text.chars().for_each(|c| self.escaped(c));
        }
        self.text.push(b'"');
    }

    fn escaped(&mut self, c: char) {
        match c {
            '"' => self.put("\\\""),
            '\\' => self.put("\\\\"),
            '\n' => self.put("\\n"),
            '\r' => self.put("\\r"),
            '\t' => self.put("\\t"),
            '\u{8}' => self.put("\\b"),
            '\u{c}' => self.put("\\f"),
            c if is_hostile(c) => {
                for unit in c.encode_utf16(&mut [0; 2]) {
                    // Memory takes everything.
                    let _ = write!(self.text, "\\u{unit:04x}");
                }
            }
            c => self.put(c.encode_utf8(&mut [0; 4])),
        }
    }

    /// Begins something that has parts.
    fn whole(&mut self, begin: &str, end: &'static str) -> Parts<'_> {
        self.put(begin);
        Parts {
            json: self,
            is_first: true,
            end,
        }
    }

    fn variant(&mut self, name: &'static str, begin: &str, end: &'static str) -> Parts<'_> {
        self.text.push(b'{');
        self.name(name);
        self.whole(begin, end)
    }

    /// A name that stands in the code, with its colon.
    fn name(&mut self, name: &'static str) {
        self.text.push(b'"');
        self.put(name);
        self.put("\":");
    }
}

/// Whether text is the same in JSON. Nearly all is; every byte is looked at, which is
/// faster than to stop at the first: whole registers.
fn is_plain(text: &str) -> bool {
    text.bytes().fold(true, |plain, byte| {
        plain & matches!(byte, b' '..=b'~') & (byte != b'"') & (byte != b'\\')
    })
}

/// Something that has parts and is not at its end.
pub(super) struct Parts<'j> {
    json: &'j mut Harmless,
    is_first: bool,
    end: &'static str,
}

impl Parts<'_> {
    fn next(&mut self) {
        if !self.is_first {
            self.json.text.push(b',');
        }
        self.is_first = false;
    }

    fn value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<()> {
        self.next();
        value.serialize(&mut *self.json)
    }

    fn named<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> Result<()> {
        self.next();
        self.json.name(name);
        value.serialize(&mut *self.json)
    }

    fn close(self) {
        self.json.put(self.end);
    }
}

/// Serializers that all write numbers in the same way.
macro_rules! numbers {
    ($($method:ident: $type:ty),+) => {
        $(fn $method(self, number: $type) -> Result<()> {
            self.number(number)
        })+
    };
}

impl<'j> Serializer for &'j mut Harmless {
    type Ok = ();
    type Error = Error;
    type SerializeSeq = Parts<'j>;
    type SerializeTuple = Parts<'j>;
    type SerializeTupleStruct = Parts<'j>;
    type SerializeTupleVariant = Parts<'j>;
    type SerializeMap = Parts<'j>;
    type SerializeStruct = Parts<'j>;
    type SerializeStructVariant = Parts<'j>;

    numbers! {
        serialize_i8: i8, serialize_i16: i16, serialize_i32: i32, serialize_i64: i64,
        serialize_u8: u8, serialize_u16: u16, serialize_u32: u32, serialize_u64: u64,
        serialize_f32: f32, serialize_f64: f64
    }

    fn serialize_bool(self, value: bool) -> Result<()> {
        self.put(if value { "true" } else { "false" });
        Ok(())
    }

    fn serialize_char(self, value: char) -> Result<()> {
        self.string(value.encode_utf8(&mut [0; 4]));
        Ok(())
    }

    fn serialize_str(self, value: &str) -> Result<()> {
        self.string(value);
        Ok(())
    }

    fn serialize_bytes(self, value: &[u8]) -> Result<()> {
        value.serialize(self)
    }

    fn serialize_none(self) -> Result<()> {
        self.serialize_unit()
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<()> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<()> {
        self.put("null");
        Ok(())
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<()> {
        self.serialize_unit()
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, name: &'static str) -> Result<()> {
        self.serialize_str(name)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<()> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        name: &'static str,
        value: &T,
    ) -> Result<()> {
        let mut parts = self.whole("{", "}");
        parts.named(name, value)?;
        parts.close();
        Ok(())
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Parts<'j>> {
        Ok(self.whole("[", "]"))
    }

    fn serialize_tuple(self, _: usize) -> Result<Parts<'j>> {
        Ok(self.whole("[", "]"))
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Parts<'j>> {
        Ok(self.whole("[", "]"))
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        name: &'static str,
        _: usize,
    ) -> Result<Parts<'j>> {
        Ok(self.variant(name, "[", "]}"))
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Parts<'j>> {
        Ok(self.whole("{", "}"))
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Parts<'j>> {
        Ok(self.whole("{", "}"))
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        name: &'static str,
        _: usize,
    ) -> Result<Parts<'j>> {
        Ok(self.variant(name, "{", "}}"))
    }
}

/// Wholes whose parts are values alone.
macro_rules! lists {
    ($($whole:ident::$part:ident),+) => {
        $(impl $whole for Parts<'_> {
            type Ok = ();
            type Error = Error;

            fn $part<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<()> {
                self.value(value)
            }

            fn end(self) -> Result<()> {
                self.close();
                Ok(())
            }
        })+
    };
}

/// Wholes whose parts have names that stand in the code.
macro_rules! structs {
    ($($whole:ident),+) => {
        $(impl $whole for Parts<'_> {
            type Ok = ();
            type Error = Error;

            fn serialize_field<T: Serialize + ?Sized>(
                &mut self,
                name: &'static str,
                value: &T,
            ) -> Result<()> {
                self.named(name, value)
            }

            fn end(self) -> Result<()> {
                self.close();
                Ok(())
            }
        })+
    };
}

lists!(
    SerializeSeq::serialize_element,
    SerializeTuple::serialize_element,
    SerializeTupleStruct::serialize_field,
    SerializeTupleVariant::serialize_field
);
structs!(SerializeStruct, SerializeStructVariant);

impl SerializeMap for Parts<'_> {
    type Ok = ();
    type Error = Error;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<()> {
        self.next();
        let at = self.json.text.len();
        key.serialize(&mut *self.json)?;
        match self.json.text.get(at) {
            Some(b'"') => Ok(()),
            _ => Err(Error::custom("the key of a map is no text")),
        }
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<()> {
        self.json.text.push(b':');
        value.serialize(&mut *self.json)
    }

    fn end(self) -> Result<()> {
        self.close();
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::Harmless;
    use crate::report::render::json::line;
    use crate::screen::is_hostile;
    use proptest::prelude::*;
    use serde::Serialize;
    use serde_json::{Value, json};
    use std::collections::BTreeMap;

    #[test]
    fn what_a_terminal_acts_upon_is_escaped() {
        for (raw, json) in [
            ("plain ümlaut 日本", "\"plain ümlaut 日本\"\n"),
            ("\u{1b}[31m", "\"\\u001b[31m\"\n"),
            ("\u{9b}31m\u{7f}", "\"\\u009b31m\\u007f\"\n"),
            ("a\u{202e}b\u{2028}", "\"a\\u202eb\\u2028\"\n"),
            ("\u{e0041}", "\"\\udb40\\udc41\"\n"),
        ] {
            assert_eq!(line(&raw), json);
        }
    }

    #[derive(Serialize)]
    enum Shape {
        Unit,
        New(u8),
        Pair(i64, f64),
        Named { a: char, b: Option<()> },
    }

    #[derive(Serialize)]
    struct Everything {
        shapes: [Shape; 4],
        #[serde(flatten)]
        below: BTreeMap<String, Value>,
        pair: (bool, &'static str),
        nothing: (),
        none: [u8; 0],
    }

    #[test]
    fn every_shape_is_written_as_serde_json_does() {
        let value = json!({"0": [1.5, -3, u64::MAX, null, {}], "\"": "a\\\u{8}\u{c}\n\r\t\u{1}/"});
        let everything = Everything {
            shapes: [
                Shape::Unit,
                Shape::New(7),
                Shape::Pair(i64::MIN, 1e300),
                Shape::Named { a: '"', b: None },
            ],
            below: BTreeMap::from([("x".to_owned(), value)]),
            pair: (true, "é"),
            nothing: (),
            none: [],
        };
        let text = Harmless::of(&everything).unwrap();
        assert_eq!(text, serde_json::to_vec(&everything).unwrap());
        assert!(Harmless::of(&BTreeMap::from([(1, 2)])).is_err());
    }

    proptest! {
        #[test]
        fn text_comes_out_as_it_went_in(text: String) {
            let json = line(&text);
            prop_assert!(!json.trim_end().chars().any(is_hostile));
            prop_assert_eq!(serde_json::from_str::<String>(&json).unwrap(), text);
        }
    }
}
