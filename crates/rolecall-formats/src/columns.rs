//! Which column is what: the usual names, or the ones that the user gives.

use std::collections::HashMap;

use crate::FormatError;

/// What a column can hold of a posting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Field {
    Id,
    Title,
    Body,
    Company,
    Location,
    Url,
    Posted,
}

pub(crate) const FIELDS: usize = 7;

/// The usual names of each field, best first, as [`normal`] writes them. They are those of job boards' exports and of
/// scrapers' tables (JobSpy, LinkedIn, Indeed, Adzuna, Remotive, JobTech and the like).
const USUAL: [(Field, &[&str]); FIELDS] = [
    (Field::Id, &["id", "jobid", "postingid", "jobpostingid", "externalid", "uuid", "guid"]),
    (
        Field::Title,
        &["title", "jobtitle", "positiontitle", "positionname", "jobname", "headline", "position", "vacancytitle"],
    ),
    (
        Field::Body,
        &[
            "body",
            "description",
            "jobdescription",
            "descriptiontext",
            "descriptionhtml",
            "descriptionplain",
            "fulldescription",
            "jobdescriptiontext",
            "jobdesc",
            "jobposting",
            "jobdetails",
            "postingtext",
            "content",
            "text",
            "details",
            "jobpost",
        ],
    ),
    (
        Field::Company,
        &["company", "companyname", "employer", "employername", "organization", "organisation", "hiringorganization"],
    ),
    (Field::Location, &["location", "joblocation", "joblocationtext", "formattedlocation", "locationname", "city"]),
    (
        Field::Url,
        &["url", "joburl", "jobpostingurl", "joblink", "link", "webpageurl", "sourceurl", "hostedurl", "absoluteurl"],
    ),
    (
        Field::Posted,
        &[
            "posted",
            "dateposted",
            "postedat",
            "postedon",
            "posteddate",
            "publicationdate",
            "publishedat",
            "datepublished",
            "created",
            "createdat",
            "originallistedtime",
            "listedtime",
            "openingdate",
            "date",
        ],
    ),
];

/// Where a column's value goes: a field, and its place among the columns for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Slot {
    pub(crate) field: Field,
    pub(crate) rank: u8,
}

/// How columns are found.
///
/// ```
/// use rolecall_formats::Columns;
///
/// let usual = Columns::default();
/// let given = Columns::parse("title=position, description=duties+requirements")?;
/// assert_ne!(usual, given);
/// # Ok::<(), rolecall_formats::FormatError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Columns {
    by_name: HashMap<String, Slot>,
    /// For each field how many columns are joined, or 0 where the first that is there is taken.
    joined: [u8; FIELDS],
    /// By the name of a column of JSON: ways into its value.
    paths: HashMap<String, Vec<(Slot, Vec<String>)>>,
    /// The names that the user gave.
    given: Vec<String>,
}

impl Default for Columns {
    fn default() -> Self {
        let names = USUAL.iter().flat_map(|&(field, names)| {
            (0u8..).zip(names).map(move |(rank, &name)| (name.to_owned(), Slot { field, rank }))
        });
        Columns { by_name: names.collect(), joined: [0; FIELDS], paths: HashMap::new(), given: Vec::new() }
    }
}

impl Columns {
    /// Reads `title=NAME,description=NAME+NAME`. Fields that are not named keep their usual columns; case, spaces and
    /// punctuation of names do not matter. In JSON a name with dots leads into objects (`description=ad.text`).
    ///
    /// # Errors
    ///
    /// [`FormatError::Columns`] that says which part is wrong.
    pub fn parse(text: &str) -> Result<Self, FormatError> {
        let mut columns = Columns::default();
        for part in text.split(',').map(str::trim).filter(|part| !part.is_empty()) {
            let (field, names) =
                part.split_once('=').ok_or_else(|| FormatError::Columns(format!("`{part}` has no `=`")))?;
            let field = match normal(field).as_str() {
                "id" => Field::Id,
                "title" => Field::Title,
                "body" | "description" => Field::Body,
                "company" => Field::Company,
                "location" => Field::Location,
                "url" => Field::Url,
                "posted" => Field::Posted,
                _ => {
                    let known = "id, title, description, company, location, url, posted";
                    return Err(FormatError::Columns(format!("`{}` is none of {known}", field.trim())));
                }
            };
            if columns.joined[field as usize] > 0 {
                return Err(FormatError::Columns(format!("`{}` is given twice", part)));
            }
            columns.by_name.retain(|_, slot| slot.field != field);
            for name in names.split('+').map(str::trim) {
                let rank = columns.joined[field as usize];
                if normal(name).is_empty() || rank == u8::MAX {
                    return Err(FormatError::Columns(format!("`{part}` names no column")));
                }
                let slot = Slot { field, rank };
                if let Some((head, rest)) = name.split_once('.') {
                    let steps = rest.split('.').map(str::to_owned).collect();
                    columns.paths.entry(normal(head)).or_default().push((slot, steps));
                }
                columns.by_name.insert(normal(name), slot);
                columns.given.push(name.to_owned());
                columns.joined[field as usize] += 1;
            }
        }
        Ok(columns)
    }

    /// Where a column's value goes, if anywhere.
    pub(crate) fn slot(&self, name: &str) -> Option<Slot> {
        // Most names are short and plain; they need no memory.
        let mut short = [0u8; 32];
        let mut length = 0;
        for byte in name.bytes() {
            if !byte.is_ascii() || length == short.len() {
                return self.by_name.get(&normal(name)).copied();
            }
            if byte.is_ascii_alphanumeric() {
                short[length] = byte.to_ascii_lowercase();
                length += 1;
            }
        }
        std::str::from_utf8(&short[..length]).ok().and_then(|name| self.by_name.get(name)).copied()
    }

    /// The ways into a column's value, if there are any.
    pub(crate) fn paths(&self, name: &str) -> Option<&[(Slot, Vec<String>)]> {
        if self.paths.is_empty() {
            return None;
        }
        self.paths.get(&normal(name)).map(Vec::as_slice)
    }

    /// Whether the columns of a field are joined, not chosen from.
    pub(crate) fn joins(&self, field: Field) -> bool {
        self.joined[field as usize] > 1
    }

    /// A name that the user gave and that is none of a table's columns.
    pub(crate) fn missing(&self, names: &[String]) -> Option<&str> {
        let there = |given: &&String| names.iter().any(|name| normal(name) == normal(given));
        self.given.iter().find(|given| !there(given)).map(String::as_str)
    }

    /// The slots of a table's columns, or `None` if none holds the posting's text.
    pub(crate) fn bind<'n>(&self, names: impl Iterator<Item = &'n str>) -> Option<Vec<Option<Slot>>> {
        let slots: Vec<_> = names.map(|name| self.slot(name)).collect();
        slots.iter().flatten().any(|slot| slot.field == Field::Body).then_some(slots)
    }
}

/// A name as names are compared: letters and digits only, in lower case.
pub(crate) fn normal(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn usual_names() {
        let columns = Columns::default();
        let cases = [
            ("title", Some(Field::Title)),
            ("Job Title", Some(Field::Title)),
            ("positionTitle", Some(Field::Title)),
            ("JobDescription", Some(Field::Body)),
            ("job_description", Some(Field::Body)),
            ("company_name", Some(Field::Company)),
            ("job_url", Some(Field::Url)),
            ("date_posted", Some(Field::Posted)),
            ("salary", None),
            ("", None),
            ("a name that is very much longer than any usual one", None),
            ("títle", None),
        ];
        for (name, expected) in cases {
            assert_eq!(columns.slot(name).map(|slot| slot.field), expected, "{name}");
        }
    }

    #[test]
    fn no_usual_name_stands_for_two_fields() {
        let count: usize = USUAL.iter().map(|(_, names)| names.len()).sum();
        assert_eq!(Columns::default().by_name.len(), count);
        for (_, names) in USUAL {
            for name in names {
                assert_eq!(normal(name), *name);
            }
        }
    }

    #[test]
    fn given_names_replace_the_usual_ones_of_their_field() {
        let columns = Columns::parse("description = Duties + What we need, title=Role").unwrap();
        assert_eq!(columns.slot("description"), None);
        assert_eq!(columns.slot("duties"), Some(Slot { field: Field::Body, rank: 0 }));
        assert_eq!(columns.slot("what_we_need"), Some(Slot { field: Field::Body, rank: 1 }));
        assert_eq!(columns.slot("company"), Some(Slot { field: Field::Company, rank: 0 }));
        assert!(columns.joins(Field::Body) && !columns.joins(Field::Title));
        for (wrong, expected) in [
            ("title", "has no `=`"),
            ("salary=x", "`salary` is none of id, title"),
            ("title=", "names no column"),
            ("title=a,title=b", "given twice"),
        ] {
            let message = Columns::parse(wrong).unwrap_err().to_string();
            assert!(message.contains(expected), "{wrong}: {message}");
        }
    }
}
