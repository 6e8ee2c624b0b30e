//! Settings by cross-validation: one knob after the other, as long as it helps on employers that were not seen.

use super::cross::Ground;
use super::figures::Figures;
use super::settings::Settings;

/// A gain below this is chance.
const GAIN: f64 = 0.000_5;

/// Passes over all knobs.
const PASSES: usize = 3;

/// A setting that the search may turn, one notch down or up.
struct Knob {
    name: &'static str,
    turn: fn(&mut Settings, Turn),
}

#[derive(Clone, Copy)]
enum Turn {
    Down,
    Up,
}

impl Turn {
    /// Half or twice the value.
    fn times(self, value: &mut f64) {
        *value *= if matches!(self, Turn::Up) { 2.0 } else { 0.5 };
    }

    /// One step, within bounds, in hundredths that can be written exactly.
    fn step(self, value: &mut f64, step: f64, most: f64) {
        let moved = *value + if matches!(self, Turn::Up) { step } else { -step };
        *value = (moved.clamp(0.0, most) * 1_000.0).round() / 1_000.0;
    }

    fn thousandths(self, value: &mut i32, step: i32, most: i32) {
        *value = (*value + if matches!(self, Turn::Up) { step } else { -step }).clamp(0, most);
    }
}

/// Company text, benefits and legal text are no knobs: the codebook says that they count nothing. Neither is what
/// denied evidence takes away: too few postings deny anything.
const KNOBS: &[Knob] = &[
    Knob { name: "dilution.power", turn: |s, t| t.step(&mut s.dilution.power, 0.125, 1.5) },
    Knob { name: "dilution.after", turn: |s, t| t.times(&mut s.dilution.after) },
    Knob { name: "soft", turn: |s, t| t.step(&mut s.soft, 0.1, 1.0) },
    Knob { name: "ridge.term", turn: |s, t| t.times(&mut s.ridge.term) },
    Knob { name: "ridge.group", turn: |s, t| t.times(&mut s.ridge.group) },
    Knob { name: "ridge.role", turn: |s, t| t.times(&mut s.ridge.role) },
    Knob { name: "ridge.order", turn: |s, t| t.times(&mut s.ridge.order) },
    Knob { name: "repetition, second", turn: |s, t| t.thousandths(&mut s.repetition[1], 200, 1_000) },
    Knob { name: "repetition, third", turn: |s, t| t.thousandths(&mut s.repetition[2], 200, 1_000) },
    Knob { name: "sections.summary", turn: |s, t| t.thousandths(&mut s.sections.summary, 250, 2_000) },
    Knob { name: "sections.requirements", turn: |s, t| t.thousandths(&mut s.sections.requirements, 125, 1_000) },
    Knob { name: "sections.nice_to_have", turn: |s, t| t.thousandths(&mut s.sections.nice_to_have, 125, 1_000) },
    Knob { name: "sections.other", turn: |s, t| t.thousandths(&mut s.sections.other, 125, 500) },
    Knob { name: "shares", turn: |s, t| t.thousandths(&mut s.shares, 125, 1_000) },
    Knob { name: "supports", turn: |s, t| t.thousandths(&mut s.supports, 125, 1_000) },
];

/// What the search makes small: surprise, and errors of all postings and of all roles.
fn cost(rounds: &[Figures]) -> f64 {
    let cost = |f: &Figures| f.surprise + (1.0 - f.accuracy) + 0.5 * (1.0 - f.macro_f1);
    rounds.iter().map(cost).sum::<f64>() / rounds.len() as f64
}

/// Better settings than these, if there are any near.
#[allow(clippy::print_stdout)]
pub(crate) fn search(ground: &Ground<'_>, start: Settings, seeds: &[u64]) -> anyhow::Result<Settings> {
    let measure = |settings: &Settings| -> anyhow::Result<f64> {
        let rounds = ground.cross(settings, seeds)?;
        Ok(cost(&rounds.iter().map(|round| super::figures_of(ground, settings, round).0).collect::<Vec<_>>()))
    };
    let mut best = measure(&start)?;
    let mut settings = start;
    println!("cost {best:.4}");
    for _ in 0..PASSES {
        let before = best;
        for knob in KNOBS {
            for turn in [Turn::Down, Turn::Up] {
                while let Some((tried, found)) = better(&settings, knob, turn, best, &measure)? {
                    println!("{} turned: cost {found:.4}", knob.name);
                    (settings, best) = (tried, found);
                }
            }
        }
        if before - best < GAIN {
            break;
        }
    }
    Ok(settings)
}

fn better(
    settings: &Settings,
    knob: &Knob,
    turn: Turn,
    best: f64,
    measure: &impl Fn(&Settings) -> anyhow::Result<f64>,
) -> anyhow::Result<Option<(Settings, f64)>> {
    let mut tried = settings.clone();
    (knob.turn)(&mut tried, turn);
    if tried == *settings {
        return Ok(None);
    }
    let found = measure(&tried)?;
    Ok((found < best - GAIN).then_some((tried, found)))
}
