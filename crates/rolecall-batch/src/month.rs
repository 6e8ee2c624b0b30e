//! `row.posted`, as sources write it → a month.

/// The month of a date as sources write it, as `YYYY-MM`: of an ISO date, or of seconds or milliseconds since 1970. `None` for what is neither.
///
/// ```
/// use rolecall_batch::month_of;
/// assert_eq!(month_of("2024-05-31T10:00:00Z").as_deref(), Some("2024-05"));
/// assert_eq!(month_of("3 days ago"), None);
/// ```
#[must_use]
pub fn month_of(posted: &str) -> Option<String> {
    let posted = posted.trim();
    // Spreadsheets and data frames write large numbers as `1.71357E+12` and `1713565666000.0`.
    let (year, month) = if let Some(since) = posted.parse::<f64>().ok().filter(|since| (1e8..1e14).contains(since)) {
        from_days((if since < 1e11 { since / 86_400.0 } else { since / 86_400_000.0 }) as i64)
    } else {
        let mut parts = posted.splitn(3, ['-', '/']);
        let year = parts.next().filter(|year| year.len() == 4)?.parse().ok()?;
        let month = parts.next().filter(|month| month.len() == 2)?.parse().ok()?;
        (year, month)
    };
    // Anything outside is a slip of the source, and would stretch the chart.
    ((1990..2100).contains(&year) && (1..=12).contains(&month)).then(|| format!("{year:04}-{month:02}"))
}

/// Days since 1970-01-01 → year and month of the Gregorian calendar (Howard Hinnant's `civil_from_days`).
fn from_days(days: i64) -> (i64, i64) {
    let shifted = days + 719_468;
    let era = shifted.div_euclid(146_097);
    let day_of_era = shifted.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * day_of_year + 2) / 153;
    let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
    (year_of_era + era * 400 + i64::from(month <= 2), month)
}

#[cfg(test)]
mod tests {
    #[test]
    fn months_of_what_sources_write() {
        for (posted, expected) in [
            ("2024-02-29", Some("2024-02")),
            ("2024-02-29T23:59:59Z", Some("2024-02")),
            ("2024/12/01", Some("2024-12")),
            ("2024-02", Some("2024-02")),
            ("1709164800", Some("2024-02")),
            ("1709251199000", Some("2024-02")),
            ("1709251200000", Some("2024-03")),
            ("1709251200000.0", Some("2024-03")),
            ("1.70925E+12", Some("2024-02")),
            ("20240531", None),
            ("NaN", None),
            ("0000000000", None),
            ("99999999999999999999", None),
            ("2024-13-01", None),
            ("1024-01-01", None),
            ("3 days ago", None),
            ("01/02/2024", None),
            ("", None),
        ] {
            assert_eq!(super::month_of(posted).as_deref(), expected, "{posted}");
        }
    }
}
