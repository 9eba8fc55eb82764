//! Copies a drawing into the page: the SVG text is parsed as XML, never as HTML, and rebuilt from what is allowed.

use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Document, DomParser, Element, SupportedType};

use super::allowed::{self, Copied};

const SVG: &str = "http://www.w3.org/2000/svg";

/// Replaces the children of `place` with what `drawing` (the text of an SVG document) holds. A drawing that cannot be
/// parsed leaves the place empty.
pub(super) fn replace_children(place: &Element, drawing: &str) -> Result<(), JsValue> {
    place.set_text_content(None);
    let parsed = DomParser::new()?.parse_from_string(drawing, SupportedType::ImageSvgXml)?;
    let (Some(root), Some(page)) = (parsed.document_element(), place.owner_document()) else { return Ok(()) };
    if root.local_name() == "svg" { copy_children(&page, &root, place) } else { Ok(()) }
}

fn copy_children(page: &Document, from: &Element, to: &Element) -> Result<(), JsValue> {
    let children = from.child_nodes();
    for child in (0..children.length()).filter_map(|i| children.get(i)?.dyn_into::<Element>().ok()) {
        let tag = child.local_name();
        if !allowed::element(&tag) {
            continue;
        }
        let copy = page.create_element_ns(Some(SVG), &tag)?;
        copy_attributes(&child, &copy)?;
        if tag == "text" {
            copy.set_text_content(child.text_content().as_deref().map(str::trim));
        } else {
            copy_children(page, &child, &copy)?;
        }
        to.append_child(&copy)?;
    }
    Ok(())
}

fn copy_attributes(from: &Element, to: &Element) -> Result<(), JsValue> {
    let attributes = from.attributes();
    for attribute in (0..attributes.length()).filter_map(|i| attributes.item(i)) {
        let (name, value) = (attribute.name(), attribute.value());
        match allowed::attribute(&name, &value) {
            Copied::Same => to.set_attribute(&name, &value)?,
            Copied::Class(class) => to.class_list().add_1(&class)?,
            Copied::Dropped => {}
        }
    }
    Ok(())
}
