// Files as stored text: the graph counts its code points, a string of JavaScript counts UTF-16.

class Refused extends Error {}

/** The stored text of a file: UTF-8 without a byte-order mark, each line end a line feed. */
function storedText(bytes) {
  let text;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new Refused("is no text in UTF-8");
  }
  return text.replace(/\r\n?/g, "\n");
}

/** Where each code point begins in the string, and where the last one ends. */
function codePoints(text) {
  const starts = [];
  for (let at = 0; at < text.length; at += text.codePointAt(at) > 0xffff ? 2 : 1) starts.push(at);
  starts.push(text.length);
  return starts;
}

/** The SHA-256 of the UTF-8 of a string, in 64 hexadecimal digits. */
async function sha256(text) {
  if (!globalThis.crypto?.subtle) {
    throw new Refused("cannot be checked here: open this view from the disk or over https");
  }
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** What can be read of "1852,1863": begin and end. */
function range(place) {
  return place.split(",").map(Number);
}

function overlap(one, other) {
  const [begin, end] = range(one);
  const [first, last] = range(other);
  return begin < last && first < end;
}
