//! Tables of records that lie in the program itself, or in memory of their own.
//!
//! A start of the program copies nothing of the shipped lexicon: its tables are read where they lie in the
//! executable, and only the pages that are looked at come into memory. A user's lexicon is compiled into tables of the
//! same type that own their records.

use std::borrow::Cow;
use std::ops::Deref;

use zerocopy::{FromBytes, Immutable, IntoBytes, KnownLayout};

/// A record that is read where it lies: of fixed width, without padding, and sound whatever its bytes are.
pub(crate) trait Record: FromBytes + IntoBytes + Immutable + KnownLayout + Copy + 'static {}

impl<T: FromBytes + IntoBytes + Immutable + KnownLayout + Copy + 'static> Record for T {}

/// Records in a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table<T: Copy + 'static>(Cow<'static, [T]>);

impl<T: Copy + 'static> Default for Table<T> {
    fn default() -> Self {
        Table(Cow::Borrowed(&[]))
    }
}

impl<T: Copy + 'static> From<Vec<T>> for Table<T> {
    fn from(items: Vec<T>) -> Self {
        Table(Cow::Owned(items))
    }
}

impl<T: Copy + 'static> Deref for Table<T> {
    type Target = [T];

    #[inline]
    fn deref(&self) -> &[T] {
        &self.0
    }
}

/// Text that is checked when it is read, so that nobody checks it again.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Text(Cow<'static, str>);

impl From<String> for Text {
    fn from(text: String) -> Self {
        Text(Cow::Owned(text))
    }
}

impl Deref for Text {
    type Target = str;

    #[inline]
    fn deref(&self) -> &str {
        &self.0
    }
}

/// What the bytes of a compiled lexicon begin with: a number that reads otherwise in another byte order, and the
/// version of the layout.
const MAGIC: u64 = 0x524f_4c45_0000_0005;

/// Every table begins at a multiple of so many bytes, a line of memory, so that no record of a power of two lies in two.
const ALIGN: usize = 64;

/// Something that is a row of tables.
pub(crate) trait Stored: Sized {
    fn put(&self, out: &mut Writer);
    /// `None` if the bytes hold none such.
    fn take(from: &mut Reader) -> Option<Self>;
}

impl<T: Record> Stored for Table<T> {
    fn put(&self, out: &mut Writer) {
        out.lengths.push(self.len() as u64);
        out.data.extend_from_slice(self.as_bytes());
        out.data.resize(out.data.len().next_multiple_of(ALIGN), 0);
    }

    fn take(from: &mut Reader) -> Option<Self> {
        let (&length, lengths) = from.lengths.split_first()?;
        from.lengths = lengths;
        let bytes = usize::try_from(length).ok()?.checked_mul(size_of::<T>())?;
        let (data, rest) = from.data.split_at_checked(bytes.checked_next_multiple_of(ALIGN)?)?;
        from.data = rest;
        <[T]>::ref_from_bytes(&data[..bytes]).ok().map(|items| Table(Cow::Borrowed(items)))
    }
}

impl Stored for Text {
    fn put(&self, out: &mut Writer) {
        Table::from(self.as_bytes().to_vec()).put(out);
    }

    fn take(from: &mut Reader) -> Option<Self> {
        match Table::take(from)?.0 {
            Cow::Borrowed(bytes) => std::str::from_utf8(bytes).ok().map(|text| Text(Cow::Borrowed(text))),
            Cow::Owned(bytes) => String::from_utf8(bytes).ok().map(Text::from),
        }
    }
}

/// Implements [`Stored`] for a struct by its fields, which are all stored.
macro_rules! stored {
    ($name:ident $(<$of:ident>)? { $($field:ident),* $(,)? }) => {
        impl $(<$of: $crate::compiled::table::Record>)? $crate::compiled::table::Stored for $name $(<$of>)? {
            fn put(&self, out: &mut $crate::compiled::table::Writer) {
                $(self.$field.put(out);)*
            }

            fn take(from: &mut $crate::compiled::table::Reader) -> Option<Self> {
                Some($name { $($field: $crate::compiled::table::Stored::take(from)?),* })
            }
        }
    };
}
pub(crate) use stored;

/// Gathers tables: all their lengths first, so that reading them touches one place.
#[derive(Default)]
pub(crate) struct Writer {
    lengths: Vec<u64>,
    data: Vec<u8>,
}

impl Writer {
    pub(crate) fn finish(self) -> Vec<u8> {
        let mut bytes = [MAGIC, self.lengths.len() as u64].as_bytes().to_vec();
        bytes.extend_from_slice(self.lengths.as_bytes());
        bytes.resize(bytes.len().next_multiple_of(ALIGN), 0);
        bytes.extend_from_slice(&self.data);
        bytes
    }
}

/// Hands out tables in the order in which they were put.
pub(crate) struct Reader {
    lengths: &'static [u64],
    data: &'static [u8],
}

impl Reader {
    /// A reader of what [`Writer::finish`] gave; `None` for other bytes, and for bytes that are not aligned.
    pub(crate) fn new(bytes: &'static [u8]) -> Option<Self> {
        let (head, rest) = <[u64; 2]>::ref_from_prefix(bytes).ok()?;
        if head[0] != MAGIC {
            return None;
        }
        let (lengths, _) = <[u64]>::ref_from_prefix_with_elems(rest, usize::try_from(head[1]).ok()?).ok()?;
        let data = bytes.get((size_of_val(head) + size_of_val(lengths)).next_multiple_of(ALIGN)..)?;
        Some(Reader { lengths, data })
    }

    /// Whether everything was taken.
    pub(crate) fn is_done(&self) -> bool {
        self.lengths.is_empty() && self.data.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Bytes where they stay, at a place that is a multiple of eight and `shift`.
    fn placed(bytes: &[u8], shift: usize) -> &'static [u8] {
        let words: &'static mut [u64] = Box::leak(vec![0u64; bytes.len() / 8 + 2].into_boxed_slice());
        let place = &mut words.as_mut_bytes()[shift..shift + bytes.len()];
        place.copy_from_slice(bytes);
        place
    }

    #[test]
    fn tables_come_back_as_they_were_and_broken_ones_are_refused() {
        let (small, large) = (Table::from(vec![1u8, 2, 3]), Table::from(vec![7u64, 8]));
        let mut writer = Writer::default();
        small.put(&mut writer);
        large.put(&mut writer);
        let bytes = writer.finish();
        let read = |bytes: &'static [u8]| {
            let mut reader = Reader::new(bytes)?;
            let pair = (Table::<u8>::take(&mut reader)?, Table::<u64>::take(&mut reader)?);
            reader.is_done().then_some(pair)
        };
        assert_eq!(read(placed(&bytes, 0)), Some((small, large)));
        assert_eq!(read(placed(&bytes, 4)), None, "not aligned");
        assert_eq!(read(placed(&bytes[..bytes.len() - 1], 0)), None, "cut");
        assert_eq!(read(placed(&bytes[..8], 0)), None, "a head alone");
        let longer: Vec<u8> = bytes.iter().copied().chain([0]).collect();
        assert_eq!(read(placed(&longer, 0)), None, "something behind");
        let swapped: Vec<u8> = bytes[..8].iter().rev().chain(&bytes[8..]).copied().collect();
        assert_eq!(read(placed(&swapped, 0)), None, "another byte order");
    }
}
