//! The report as one page: everything is in it, and nothing is fetched.

use xxhash_rust::xxh3::xxh3_128;

use super::view::View;

const PAGE: &str = include_str!("page/page.html");
const STYLE: &str = include_str!("page/page.css");
const SCRIPTS: [&str; 3] = [include_str!("page/base.js"), include_str!("page/charts.js"), include_str!("page/list.js")];

/// The whole page.
pub(super) fn page(view: &View) -> Result<String, serde_json::Error> {
    let data = inert(&serde_json::to_string(view)?);
    let mut page = String::with_capacity(PAGE.len() + STYLE.len() + data.len() + (64 << 10));
    // Only the page's own script runs: an event handler in a posting would not, even if it became markup. Whoever wrote
    // the posting cannot know this number, which depends on all of the page.
    let nonce = format!("{:032x}", xxh3_128(data.as_bytes()));
    let mut rest = PAGE;
    // One pass over the frame, so that nothing in the data can be taken for a place of the frame.
    let places = [
        ("{{nonce}}", vec![nonce.as_str()]),
        ("{{style}}", vec![STYLE]),
        ("{{data}}", vec![&data]),
        ("{{nonce}}", vec![&nonce]),
        ("{{script}}", SCRIPTS.to_vec()),
    ];
    for (mark, parts) in places {
        let (before, after) = rest.split_once(mark).unwrap_or((rest, ""));
        page.push_str(before);
        parts.iter().for_each(|part| page.push_str(part));
        rest = after;
    }
    page.push_str(rest);
    Ok(page)
}

/// JSON that cannot end the element it stands in, nor open one: `<` occurs in its texts only.
fn inert(json: &str) -> String {
    json.replace('<', "\\u003c").replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::tally::Tally;

    #[test]
    fn the_frame_has_its_places_in_order() {
        let mut rest = PAGE;
        for mark in ["{{nonce}}", "{{style}}", "{{data}}", "{{nonce}}", "{{script}}"] {
            (_, rest) = rest.split_once(mark).expect(mark);
        }
        assert!(!rest.contains("{{"));
    }

    #[test]
    fn data_stays_data() {
        let hostile = "</script><img src=x onerror=alert(1)><!-- {{script}} \u{2028}";
        let mut view = View::new(Tally::new(0).finish(), vec![hostile.to_owned()], 0);
        view.headline = hostile.to_owned();
        let page = page(&view).unwrap();
        assert!(!page.contains("<img"));
        let (_, rest) = page.split_once("id=\"data\">").unwrap();
        let (json, _) = rest.split_once("</script>").unwrap();
        let value: serde_json::Value = serde_json::from_str(json).unwrap();
        assert_eq!((value["headline"].as_str(), value["sources"][0].as_str()), (Some(hostile), Some(hostile)));
    }

    #[test]
    fn the_page_fetches_nothing() {
        let view = View::new(Tally::new(0).finish(), Vec::new(), 0);
        let page = page(&view).unwrap();
        assert!(page.contains("default-src 'none'"));
        for fetching in
            ["src=", "@import", "url(", "fetch(", "XMLHttpRequest", "<link", "innerHTML", "insertAdjacentHTML"]
        {
            assert!(!page.contains(fetching), "{fetching}");
        }
    }
}
