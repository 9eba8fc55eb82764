//! The colours of the verdicts, as the style sheets have them, seen by eyes of three kinds: far enough from the ground, and
//! those of the second palette far enough from each other.
//!
//! Contrast is that of WCAG 2.2. Eyes without red or green receptors see what Machado, Oliveira and Fernandes (2009), table 1, severity
//! 1.0, compute; a distance is that of Oklab (Ottosson 2020), in which black and white are 1 apart.

/// Linear red, green and blue, 0 to 1.
type Light = [f64; 3];
type Matrix = [[f64; 3]; 3];

const TOKENS: &str = include_str!("../style/tokens.css");
const SAFE: &str = include_str!("../style/pages/later.css");

const VERDICTS: [&str; 7] = ["failing", "flaky", "suspect", "recovered", "passing", "stale", "broken"];
/// What verdicts stand on.
const GROUNDS: [&str; 3] = ["ground", "raised", "float"];

const PROTANOPIA: Matrix = [
    [0.152_286, 1.052_583, -0.204_868],
    [0.114_503, 0.786_281, 0.099_216],
    [-0.003_882, -0.048_116, 1.051_998],
];
const DEUTERANOPIA: Matrix = [
    [0.367_322, 0.860_646, -0.227_968],
    [0.280_085, 0.672_501, 0.047_413],
    [-0.011_820, 0.042_940, 0.968_881],
];
const USUAL_EYES: Matrix = [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]];

/// The two colours of a token: light theme, dark theme.
fn token(sheet: &str, name: &str) -> [Light; 2] {
    let start = format!("--{name}: light-dark(");
    let line = sheet.lines().find_map(|line| line.trim().strip_prefix(&start));
    let line = line.unwrap_or_else(|| panic!("no token --{name}"));
    let mut colours = line.trim_end_matches(");").split(", ").map(parse);
    [(); 2].map(|()| colours.next().expect("a colour for each theme"))
}

fn parse(hex: &str) -> Light {
    let number = u32::from_str_radix(hex.trim_start_matches('#'), 16).expect("six digits");
    let [_, rgb @ ..] = number.to_be_bytes();
    rgb.map(|value| {
        let value = f64::from(value) / 255.0;
        if value <= 0.040_45 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    })
}

fn times(matrix: &Matrix, light: Light) -> Light {
    matrix.map(|row| row.iter().zip(light).map(|(a, b)| a * b).sum())
}

fn contrast(a: Light, b: Light) -> f64 {
    let luminance = |light: Light| 0.2126 * light[0] + 0.7152 * light[1] + 0.0722 * light[2];
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

fn oklab(light: Light) -> [f64; 3] {
    const CONES: Matrix = [
        [0.412_221_470_8, 0.536_332_536_3, 0.051_445_992_9],
        [0.211_903_498_2, 0.680_699_545_1, 0.107_396_956_6],
        [0.088_302_461_9, 0.281_718_837_6, 0.629_978_700_5],
    ];
    const AXES: Matrix = [
        [0.210_454_255_3, 0.793_617_785, -0.004_072_046_8],
        [1.977_998_495_1, -2.428_592_205, 0.450_593_709_9],
        [0.025_904_037_1, 0.782_771_766_2, -0.808_675_766],
    ];
    times(&AXES, times(&CONES, light).map(f64::cbrt))
}

fn distance(eyes: &Matrix, a: Light, b: Light) -> f64 {
    let seen = |light| oklab(times(eyes, light).map(|value| value.clamp(0.0, 1.0)));
    let squares = seen(a).into_iter().zip(seen(b)).map(|(a, b)| (a - b).powi(2));
    squares.sum::<f64>().sqrt()
}

/// The two verdicts of a palette that are nearest to each other for some eyes.
fn nearest(sheet: &str, theme: usize, eyes: &Matrix) -> (f64, &'static str, &'static str) {
    let mut nearest = (f64::INFINITY, "", "");
    for (at, a) in VERDICTS.into_iter().enumerate() {
        for b in VERDICTS.into_iter().skip(at + 1) {
            let apart = distance(eyes, token(sheet, a)[theme], token(sheet, b)[theme]);
            if apart < nearest.0 {
                nearest = (apart, a, b);
            }
        }
    }
    nearest
}

#[test]
fn the_measures_are_right() {
    let (black, white, red) = ([0.0; 3], [1.0; 3], parse("#ff0000"));
    assert!((contrast(black, white) - 21.0).abs() < 1e-9);
    assert!((distance(&USUAL_EYES, black, white) - 1.0).abs() < 1e-3);
    // Published: Oklab of #ff0000 is (0.628, 0.225, 0.126).
    for (found, told) in oklab(red).into_iter().zip([0.628, 0.225, 0.126]) {
        assert!((found - told).abs() < 1e-3, "{found} {told}");
    }
    // Greys look the same to all eyes.
    for eyes in [PROTANOPIA, DEUTERANOPIA] {
        assert!(times(&eyes, [0.5; 3]).iter().all(|value| (value - 0.5).abs() < 1e-4));
    }
}

#[test]
fn verdicts_stand_out_from_the_ground() {
    for (sheet, bar) in [(TOKENS, 4.5), (SAFE, 4.5)] {
        for name in VERDICTS {
            for ground in GROUNDS {
                for theme in [0, 1] {
                    let found = contrast(token(sheet, name)[theme], token(TOKENS, ground)[theme]);
                    assert!(found >= bar, "{name} on {ground}, theme {theme}: {found:.2}");
                }
            }
        }
    }
}

#[test]
fn verdicts_are_told_apart_without_red_and_green() {
    for (word, eyes) in [("usual", USUAL_EYES), ("protanopia", PROTANOPIA), ("deuteranopia", DEUTERANOPIA)] {
        for theme in [0, 1] {
            let (safe, usual) = (nearest(SAFE, theme, &eyes), nearest(TOKENS, theme, &eyes));
            println!("{word}, theme {theme}: nearest {safe:.3?}, with the usual colours {usual:.3?}");
            assert!(safe.0 >= 0.11, "{safe:?}");
        }
    }
}
