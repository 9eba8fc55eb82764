//! Draws a value of any type that serde can read: every field, every variant, today's and later ones.

use serde::de::value::{Error, U32Deserializer};
use serde::de::{
    DeserializeOwned, DeserializeSeed, Deserializer, EnumAccess, Error as _, IntoDeserializer, SeqAccess,
    VariantAccess, Visitor,
};
use serde::forward_to_deserialize_any;

/// A value that depends on the seed alone. What a type refuses (a text that is no repository) is drawn anew.
pub(crate) fn draw<T: DeserializeOwned>(seed: u64) -> T {
    let drawn = |again: u64| T::deserialize(&mut Dice(seed.wrapping_add(2 * again) | 1)).ok();
    (0..1000).find_map(drawn).expect("every type of a message can be drawn")
}

struct Dice(u64);

impl Dice {
    /// A number below `end` (xorshift).
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).unwrap_or(0) % end
    }

    fn one_of<T: Copy>(&mut self, values: &[T]) -> T {
        values[self.below(values.len())]
    }

    fn items(&mut self, left: usize) -> Items<'_> {
        Items { dice: self, left }
    }
}

macro_rules! drawn {
    ($($method:ident $visit:ident $values:expr;)*) => {
        $(fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
            visitor.$visit(self.one_of($values))
        })*
    };
}

impl<'de> Deserializer<'de> for &mut Dice {
    type Error = Error;

    forward_to_deserialize_any! {
        i8 i16 i32 i128 u16 u128 f32 str bytes byte_buf unit unit_struct map identifier ignored_any
    }

    drawn! {
        deserialize_bool visit_bool &[false, true];
        deserialize_u8 visit_u8 &[0, 1, 2, 3, 4, 5]; // the rank of a priority
        deserialize_u32 visit_u32 &[0, 1, 127, 128, 365, u32::MAX];
        deserialize_u64 visit_u64 &[0, 1, 1 << 40, u64::MAX];
        deserialize_i64 visit_i64 &[0, -1, 1_790_000_000_000, i64::MIN, i64::MAX];
        deserialize_f64 visit_f64 &[0.0, -0.5, 0.333_333, 1e-300, f64::INFINITY];
        deserialize_char visit_char &['p', 'F', '.', 'ü', '🦀'];
        deserialize_string visit_str &["", "none", "kubernetes/kubernetes", "\u{0}\"ü🦀\n"];
    }

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Error> {
        Err(Error::custom("the dice do not know this type"))
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        if self.below(3) == 0 { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let count = self.below(4);
        visitor.visit_seq(self.items(count))
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, count: usize, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_seq(self.items(count))
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        count: usize,
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor.visit_seq(self.items(count))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor.visit_seq(self.items(fields.len()))
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        let variant = u32::try_from(self.below(variants.len())).unwrap_or(0);
        visitor.visit_enum(Drawn { dice: self, variant: variant.into_deserializer() })
    }

    fn is_human_readable(&self) -> bool {
        false
    }
}

/// The items of a list, or the fields of a struct.
struct Items<'a> {
    dice: &'a mut Dice,
    left: usize,
}

impl<'de> SeqAccess<'de> for Items<'_> {
    type Error = Error;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Error> {
        let Some(left) = self.left.checked_sub(1) else { return Ok(None) };
        self.left = left;
        seed.deserialize(&mut *self.dice).map(Some)
    }
}

/// A variant that was drawn.
struct Drawn<'a> {
    dice: &'a mut Dice,
    variant: U32Deserializer<Error>,
}

impl<'de, 'a> EnumAccess<'de> for Drawn<'a> {
    type Error = Error;
    type Variant = &'a mut Dice;

    fn variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<(T::Value, Self::Variant), Error> {
        Ok((seed.deserialize(self.variant)?, self.dice))
    }
}

impl<'de> VariantAccess<'de> for &mut Dice {
    type Error = Error;

    fn unit_variant(self) -> Result<(), Error> {
        Ok(())
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Error> {
        seed.deserialize(self)
    }

    fn tuple_variant<V: Visitor<'de>>(self, count: usize, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_seq(self.items(count))
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor.visit_seq(self.items(fields.len()))
    }
}
