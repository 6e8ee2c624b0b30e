//! The calibration plot: confidence against accuracy, as a small SVG that reads on light and dark ground.

use std::fmt::Write as _;

use rolecall_cli::eval::calibration::Bin;

/// Side of the square that the unit square is drawn in, and where its corner stands.
const SIDE: f64 = 320.0;
const LEFT: f64 = 60.0;
const TOP: f64 = 20.0;

fn x(value: f64) -> f64 {
    LEFT + SIDE * value
}

fn y(value: f64) -> f64 {
    TOP + SIDE * (1.0 - value)
}

/// The 95% interval of a part (Wilson's): it stays within 0 and 1.
fn interval(part: f64, count: usize) -> (f64, f64) {
    const Z: f64 = 1.96;
    let n = count as f64;
    let middle = part + Z * Z / (2.0 * n);
    let half = Z * (part * (1.0 - part) / n + Z * Z / (4.0 * n * n)).sqrt();
    let scale = 1.0 + Z * Z / n;
    ((middle - half) / scale, (middle + half) / scale)
}

/// Draws the bins; each with its 95% interval.
pub(crate) fn calibration(bins: &[Bin]) -> Result<String, std::fmt::Error> {
    let mut svg = String::from(
        r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 400" width="400" height="400" role="img" aria-labelledby="t d">
<title id="t">Calibration on dev</title>
<desc id="d">Accuracy against stated confidence in ten bins of equal count; on the diagonal both are the same.</desc>
<style>
text { font: 12px sans-serif; fill: #57606a }
.axis { stroke: #57606a; fill: none }
.grid { stroke: #8c959f; stroke-opacity: .3 }
.even { stroke: #8c959f; stroke-dasharray: 4 4 }
.bin { fill: #0969da; stroke: #0969da }
@media (prefers-color-scheme: dark) {
  text { fill: #b1bac4 }
  .axis { stroke: #b1bac4 }
  .bin { fill: #58a6ff; stroke: #58a6ff }
}
</style>
"#,
    );
    for tick in 0..=5 {
        let value = f64::from(tick) / 5.0;
        let (right, bottom) = (x(1.0), y(0.0));
        writeln!(
            svg,
            r#"<path class="grid" d="M{0:.1} {TOP:.1}V{bottom:.1}M{LEFT:.1} {1:.1}H{right:.1}"/>"#,
            x(value),
            y(value)
        )?;
        writeln!(svg, r#"<text x="{:.1}" y="{:.1}" text-anchor="middle">{value:.1}</text>"#, x(value), bottom + 18.0)?;
        writeln!(svg, r#"<text x="{:.1}" y="{:.1}" text-anchor="end">{value:.1}</text>"#, LEFT - 8.0, y(value) + 4.0)?;
    }
    writeln!(svg, r#"<path class="even" d="M{:.1} {:.1}L{:.1} {:.1}"/>"#, x(0.0), y(0.0), x(1.0), y(1.0))?;
    writeln!(svg, r#"<path class="axis" d="M{LEFT:.1} {TOP:.1}V{:.1}H{:.1}"/>"#, y(0.0), x(1.0))?;
    for bin in bins {
        let (low, high) = interval(bin.accuracy, bin.count);
        let at = x(bin.confidence);
        writeln!(svg, r#"<path class="bin" d="M{at:.1} {:.1}V{:.1}"/>"#, y(low), y(high))?;
        writeln!(svg, r#"<circle class="bin" cx="{at:.1}" cy="{:.1}" r="4"/>"#, y(bin.accuracy))?;
    }
    writeln!(svg, r#"<text x="{:.1}" y="384" text-anchor="middle">stated confidence</text>"#, x(0.5))?;
    let middle = y(0.5);
    writeln!(
        svg,
        r#"<text x="18" y="{middle:.1}" text-anchor="middle" transform="rotate(-90 18 {middle:.1})">read right</text>"#
    )?;
    svg.push_str("</svg>\n");
    Ok(svg)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_interval_holds_the_part_and_stays_within_bounds() {
        for (part, count) in [(0.0, 5), (0.5, 36), (1.0, 36)] {
            let (low, high) = interval(part, count);
            assert!(
                -1e-9 <= low && low <= part + 1e-9 && part <= high + 1e-9 && high <= 1.0 + 1e-9,
                "{part} {count}: {low} {high}"
            );
        }
        // By the usual table: 50 of 100 is 0.404 to 0.596.
        let (low, high) = interval(0.5, 100);
        assert!((low - 0.404).abs() < 0.001 && (high - 0.596).abs() < 0.001);
    }

    #[test]
    fn a_bin_on_the_diagonal_is_drawn_on_it() {
        let svg = calibration(&[Bin { count: 36, confidence: 0.5, accuracy: 0.5 }]).expect("to a string");
        assert!(svg.contains(r#"cx="220.0" cy="180.0""#), "{svg}");
    }
}
