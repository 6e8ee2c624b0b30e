//! Tables as bytes: little-endian records of fixed width, which are read at about the speed of a copy.
//!
//! For a field: `#[serde(with = "packed")]`. A start of the program reads three megabytes of tables; number by number
//! through serde it took ten times as long as in blocks.

use std::fmt::Formatter;
use std::marker::PhantomData;

use serde::{Deserializer, Serializer, de};

use super::{Accept, Anchor, FormInfo, Guard, Info, Step};

/// A record of fixed width.
pub(crate) trait Fixed: Copy {
    /// Its bytes; never zero.
    const BYTES: usize;
    fn put(self, out: &mut Vec<u8>);
    /// The record of exactly [`Fixed::BYTES`] bytes.
    fn get(bytes: &[u8]) -> Self;
}

/// Something that can be stored in a row with others of its kind.
pub(crate) trait Block: Sized {
    fn pack(items: &[Self]) -> Vec<u8>;
    /// The items; `None` if the bytes hold none such.
    fn unpack(bytes: &[u8]) -> Option<Vec<Self>>;
}

impl<T: Fixed> Block for T {
    fn pack(items: &[Self]) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(items.len() * T::BYTES);
        items.iter().for_each(|item| item.put(&mut bytes));
        bytes
    }

    fn unpack(bytes: &[u8]) -> Option<Vec<Self>> {
        bytes.len().is_multiple_of(T::BYTES).then(|| bytes.chunks_exact(T::BYTES).map(T::get).collect())
    }
}

macro_rules! numbers {
    ($($number:ty),*) => {$(
        impl Fixed for $number {
            const BYTES: usize = size_of::<$number>();

            fn put(self, out: &mut Vec<u8>) {
                out.extend_from_slice(&self.to_le_bytes());
            }

            #[inline]
            fn get(bytes: &[u8]) -> Self {
                let mut number = [0; Self::BYTES];
                number.copy_from_slice(&bytes[..Self::BYTES]);
                Self::from_le_bytes(number)
            }
        }
    )*};
}
numbers!(u8, u16, u32, u64);

/// A record of these fields, end to end.
macro_rules! record {
    ($name:ident { $($field:ident: $part:ty),* }) => {
        impl Fixed for $name {
            const BYTES: usize = 0 $(+ <$part>::BYTES)*;

            fn put(self, out: &mut Vec<u8>) {
                $(<$part>::from(self.$field).put(out);)*
            }

            #[inline]
            fn get(bytes: &[u8]) -> Self {
                let mut rest = bytes;
                $(
                    let (part, behind) = rest.split_at(<$part>::BYTES);
                    let $field = <$part>::get(part).into();
                    rest = behind;
                )*
                debug_assert!(rest.is_empty(), "a record has the width of its parts");
                $name { $($field),* }
            }
        }
    };
}
record!(FormInfo { flags: u32, foreign: u8, classes: u64 });
record!(Info { row: u32, accepts: Range, loose: u16, follow: u64 });
record!(Accept { pattern: u32, class: Class });
record!(Anchor { pattern: u32, step: u8, option: u8, inner: u8, list: u32, guard: Guard });

#[derive(Clone, Copy)]
struct Range(u32, u32);

impl From<(u32, u32)> for Range {
    fn from((from, to): (u32, u32)) -> Self {
        Range(from, to)
    }
}

impl From<Range> for (u32, u32) {
    fn from(Range(from, to): Range) -> Self {
        (from, to)
    }
}

impl Fixed for Range {
    const BYTES: usize = 8;

    fn put(self, out: &mut Vec<u8>) {
        self.0.put(out);
        self.1.put(out);
    }

    #[inline]
    fn get(bytes: &[u8]) -> Self {
        Range(u32::get(bytes), u32::get(&bytes[4..]))
    }
}

/// A class, or 255 for none: there are at most 64.
#[derive(Clone, Copy)]
struct Class(u8);

impl From<Option<u8>> for Class {
    fn from(class: Option<u8>) -> Self {
        Class(class.unwrap_or(u8::MAX))
    }
}

impl From<Class> for Option<u8> {
    fn from(Class(class): Class) -> Self {
        (class != u8::MAX).then_some(class)
    }
}

impl Fixed for Class {
    const BYTES: usize = 1;

    fn put(self, out: &mut Vec<u8>) {
        out.push(self.0);
    }

    #[inline]
    fn get(bytes: &[u8]) -> Self {
        Class(bytes[0])
    }
}

impl Fixed for Guard {
    const BYTES: usize = 5;

    fn put(self, out: &mut Vec<u8>) {
        let (kind, list) = match self {
            Guard::None => (0u8, 0u32),
            Guard::Before(list) => (1, list),
            Guard::After(list) => (2, list),
            Guard::VerbBefore => (3, 0),
        };
        kind.put(out);
        list.put(out);
    }

    #[inline]
    fn get(bytes: &[u8]) -> Self {
        let list = u32::get(&bytes[1..]);
        match bytes[0] {
            1 => Guard::Before(list),
            2 => Guard::After(list),
            3 => Guard::VerbBefore,
            _ => Guard::None,
        }
    }
}

/// Steps are a kind and a number each; a choice is followed by its alternatives, each behind its length.
impl Block for Step {
    fn pack(items: &[Self]) -> Vec<u8> {
        let mut bytes = Vec::new();
        items.iter().for_each(|step| put_step(step, &mut bytes));
        bytes
    }

    fn unpack(mut bytes: &[u8]) -> Option<Vec<Self>> {
        let mut steps = Vec::with_capacity(bytes.len() / STEP_BYTES);
        while !bytes.is_empty() {
            steps.push(take_step(&mut bytes, true)?);
        }
        Some(steps)
    }
}

const STEP_BYTES: usize = 5;

fn put_step(step: &Step, out: &mut Vec<u8>) {
    let (kind, number) = match step {
        Step::Set(set) => (0u8, *set),
        Step::Number => (1, 0),
        Step::Class(class) => (2, u32::from(*class)),
        Step::Gap => (3, 0),
        Step::Join => (4, 0),
        Step::Choice { options, optional } => (5 + u8::from(*optional), options.len() as u32),
    };
    kind.put(out);
    number.put(out);
    if let Step::Choice { options, .. } = step {
        for option in options {
            (option.len() as u32).put(out);
            option.iter().for_each(|step| put_step(step, out));
        }
    }
}

fn take_step(bytes: &mut &[u8], may_choose: bool) -> Option<Step> {
    let (kind, number) = (take::<u8>(bytes)?, take::<u32>(bytes)?);
    Some(match kind {
        0 => Step::Set(number),
        1 => Step::Number,
        2 => Step::Class(u8::try_from(number).ok()?),
        3 => Step::Gap,
        4 => Step::Join,
        5 | 6 if may_choose => {
            let option = |bytes: &mut &[u8]| {
                let steps = take::<u32>(bytes)?;
                (0..steps).map(|_| take_step(bytes, false)).collect()
            };
            Step::Choice { options: (0..number).map(|_| option(bytes)).collect::<Option<_>>()?, optional: kind == 6 }
        }
        _ => return None,
    })
}

fn take<T: Fixed>(bytes: &mut &[u8]) -> Option<T> {
    let (number, rest) = bytes.split_at_checked(T::BYTES)?;
    *bytes = rest;
    Some(T::get(number))
}

pub(super) fn serialize<T: Block, S: Serializer>(items: &[T], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_bytes(&T::pack(items))
}

pub(super) fn deserialize<'de, T: Block, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<T>, D::Error> {
    struct Bytes<T>(PhantomData<T>);

    impl<T: Block> de::Visitor<'_> for Bytes<T> {
        type Value = Vec<T>;

        fn expecting(&self, f: &mut Formatter<'_>) -> std::fmt::Result {
            f.write_str("records as bytes")
        }

        fn visit_bytes<E: de::Error>(self, bytes: &[u8]) -> Result<Vec<T>, E> {
            T::unpack(bytes).ok_or_else(|| E::invalid_length(bytes.len(), &self))
        }
    }

    deserializer.deserialize_bytes(Bytes(PhantomData))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_come_back_as_they_were() {
        let anchor = |guard| Anchor { pattern: 70_000, step: 1, option: 2, inner: 3, list: 400_000, guard };
        let anchors = [Guard::None, Guard::Before(7), Guard::After(90_000), Guard::VerbBefore].map(anchor);
        assert_eq!(Anchor::unpack(&Anchor::pack(&anchors)).as_deref(), Some(&anchors[..]));
        let accepts = [Accept { pattern: 1, class: None }, Accept { pattern: 2, class: Some(63) }];
        assert_eq!(Accept::unpack(&Accept::pack(&accepts)).as_deref(), Some(&accepts[..]));
        let states = [Info { row: 1, accepts: (2, 3), loose: 4, follow: 1 << 63 }];
        assert_eq!(Info::unpack(&Info::pack(&states)).as_deref(), Some(&states[..]));
        let forms = [FormInfo { flags: 1 << 31, foreign: 9, classes: 1 << 62 }];
        assert_eq!(FormInfo::unpack(&FormInfo::pack(&forms)).as_deref(), Some(&forms[..]));
    }

    #[test]
    fn steps_come_back_and_broken_ones_are_refused() {
        let options = vec![vec![Step::Set(70_000), Step::Join, Step::Class(3)], vec![], vec![Step::Number]];
        let steps = [Step::Gap, Step::Choice { options: options.clone(), optional: true }, Step::Set(1)];
        let bytes = Step::pack(&steps);
        assert_eq!(Step::unpack(&bytes).as_deref(), Some(&steps[..]));
        assert_eq!(Step::unpack(&bytes[..bytes.len() - 1]), None, "cut");
        assert_eq!(Step::unpack(&[9, 0, 0, 0, 0]), None, "no such kind");
        let nested = Step::Choice { options: vec![vec![Step::Choice { options, optional: false }]], optional: false };
        assert_eq!(Step::unpack(&Step::pack(&[nested])), None, "a choice in a choice");
        assert_eq!(u32::unpack(&[1, 2, 3]), None, "half a number");
    }
}
