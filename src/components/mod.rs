//! Views without fetching of their own, used by every page. They take plain data or signals.
//!
//! Components and the classes they use (colours and sizes are those of `style/`; `is-*` are the tones):
//!
//! - [`Frame`]: `.frame` with `.skip`, `.topbar`, `.contextbar`, `main.page`, `.foot`; `.drop-veil` while files hover;
//!   a live region `.vh[role=status]`. A page's heading is `<h1 id="page-title" tabindex="-1">`.
//! - `TopBar`: `.topbar > .brand, .topnav > a[aria-current], .search-box > input.field + .field-note, .topbar-tools > .btn.icon`.
//! - `ContextBar`: `.contextbar > .chips > .chip, .menu` and `.context-row > .source-line, .actions > .btn, .menu`.
//! - [`Chip`]: `.chip > span, button`.
//! - [`Menu`]: `details.menu > summary.btn, .menu-list`; long ones hold `.menu-group > h3, .menu-items > button[aria-pressed]`.
//! - [`StateNotice`]: `.notice(.error|.warn) > h2, p, .actions`.
//! - [`HistoryStrip`]: `svg.strip > path.c-*` (60 runs, newest left); [`RateInterval`]: `.rate > b, svg.interval, small`.
//! - [`VerdictTag`]: `.tag.is-*`; [`TestName`]: `.test-name > .sig, .tn-dim, .tn-main`.
//! - The table of `/flakes` (`style/pages/flakes.css` is written with it): `.vtable > .vt-head, .vt-body > .vt-row > .vt-cell`.

mod bars_switch;
pub mod chip;
mod chips_of;
pub mod context_bar;
pub mod copied;
pub mod copy;
pub mod download;
pub mod drop;
mod dropped;
mod field_form;
pub mod filing;
pub mod filter_menu;
pub mod frame;
pub mod help;
pub mod history;
pub mod issue;
pub mod issues_menu;
pub mod later;
pub mod live;
pub mod menu;
pub mod names;
pub mod passed_over;
pub mod places_form;
pub mod rate;
pub mod sample_button;
pub mod save;
pub mod search;
pub mod setting;
pub mod settings_sheet;
pub mod show_more;
pub mod shown;
pub mod source_line;
pub mod source_menu;
pub mod state_notice;
pub mod top_bar;
pub mod verdict;

pub use bars_switch::{bars_switch, use_efforts_shown};
pub use chip::Chip;
pub use copy::CopyButton;

pub(crate) use filter_menu::quick_efforts;
pub use frame::Frame;
pub use history::HistoryStrip;
pub use live::use_announce;
pub use menu::Menu;
pub use names::TestName;
pub use rate::RateInterval;
pub use shown::use_page_answer;
pub use state_notice::StateNotice;
pub use verdict::VerdictTag;
