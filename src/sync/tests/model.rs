//! Random histories in bad weather: afterwards the service holds what is here,
//! each entry once, and an idle run only looks.

use super::*;
use proptest::prelude::*;

#[derive(Debug, Clone)]
enum Step {
    Book(u8),
    Amend(u8, u8),
    Remove(u8),
    Sync(Vec<Weather>),
    Pass(i64),
    CatchUp,
}

fn weather() -> impl Strategy<Value = Weather> {
    prop::sample::select(vec![
        Weather::Fair,
        Weather::Fair,
        Weather::LostBefore,
        Weather::LostAfter,
        Weather::Late,
        Weather::NotSent,
        Weather::Throttled,
    ])
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        2 => (0_u8..3).prop_map(Step::Book),
        2 => (any::<u8>(), 0_u8..5).prop_map(|(which, how)| Step::Amend(which, how)),
        1 => any::<u8>().prop_map(Step::Remove),
        4 => prop::collection::vec(weather(), 0..5).prop_map(Step::Sync),
        1 => (1_i64..QUARANTINE).prop_map(Step::Pass),
        1 => Just(Step::CatchUp),
    ]
}

/// What arrives late arrives within the quarantine: then time passes only with it.
fn pass(bench: &mut Bench, seconds: i64) {
    bench.service.catch_up();
    bench.pass(seconds);
}

fn play(steps: &[Step]) {
    let mut bench = Bench::new();
    let mut living: Vec<EntryId> = Vec::new();
    let pick = |living: &[EntryId], which: u8| {
        (!living.is_empty()).then(|| living[usize::from(which) % living.len()])
    };
    for step in steps {
        match step {
            Step::Book(n) => living.push(bench.book(&format!("n{n}"))),
            Step::Amend(which, how) => {
                if let Some(id) = pick(&living, *which) {
                    bench.amend(id, |content| match how {
                        0 => content.end = content.end.map(|end| end - 60),
                        1 => content.work_type = None,
                        2 => content.work_type = Some(Reference::known("1", None)),
                        n => content.note = Some(format!("changed {n}")),
                    });
                }
            }
            Step::Remove(which) => {
                if let Some(id) = pick(&living, *which) {
                    bench.remove(id);
                    living.retain(|other| *other != id);
                }
            }
            Step::Sync(weather) => {
                bench.sync_in(weather.iter().copied());
                bench.service.clear_forecast();
            }
            Step::Pass(seconds) => pass(&mut bench, *seconds),
            Step::CatchUp => bench.service.catch_up(),
        }
    }
    for _ in 0..4 {
        pass(&mut bench, QUARANTINE + 1);
        bench.sync();
    }
    let told = |content: &Content| {
        let content = content.clone();
        (content.start, content.end, content.note, content.work_type)
    };
    let mut here: Vec<_> = living
        .iter()
        .map(|id| told(&bench.entry(*id).content))
        .collect();
    let mut there: Vec<_> = bench
        .service
        .entries()
        .iter()
        .map(|it| told(&it.content))
        .collect();
    here.sort();
    there.sort();
    assert_eq!(here, there);
    bench.is_idle();
}

proptest! {
    // Each case is a dozen runs, every step of them on disk.
    #![proptest_config(ProptestConfig::with_cases(32))]
    #[test]
    fn whatever_happens_every_entry_is_there_once(steps in prop::collection::vec(step(), 1..14)) {
        play(&steps);
    }
}
