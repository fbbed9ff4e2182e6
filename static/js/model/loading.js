// Fetches what the model viewer needs from the portal itself.

const BYTE_ORDER = [
  { label: "utf-16le", mark: [0xff, 0xfe] },
  { label: "utf-16be", mark: [0xfe, 0xff] },
];
const HEAD = 200;

export class Unreachable extends Error {}

export async function textFrom(address) {
  let answer;
  try {
    answer = await fetch(address);
  } catch (error) {
    throw new Unreachable(address, { cause: error });
  }
  if (!answer.ok) throw new Unreachable(`${answer.status}: ${address}`);
  const bytes = new Uint8Array(await answer.arrayBuffer());
  return new TextDecoder(encodingOf(bytes)).decode(bytes);
}

// XML says by its first bytes or in its first line how it is encoded.
function encodingOf(bytes) {
  const marked = BYTE_ORDER.find(({ mark }) => mark.every((byte, place) => bytes[place] === byte));
  if (marked) return marked.label;
  const head = String.fromCharCode(...bytes.subarray(0, HEAD));
  return /^[^<]*<\?xml[^>]*\sencoding\s*=\s*["']([\w.-]+)["']/.exec(head)?.[1] ?? "utf-8";
}

// One after the other: what comes later wins.
export async function loadStyles(...paths) {
  for (const path of paths) await loadStyle(new URL(`../../${path}`, import.meta.url).href);
}

function loadStyle(href) {
  if (document.querySelector(`link[href="${href}"]`)) return Promise.resolve();
  return new Promise((resolve, reject) => {
    const link = document.createElement("link");
    link.rel = "stylesheet";
    link.href = href;
    link.addEventListener("load", resolve);
    link.addEventListener("error", () => {
      link.remove();
      reject(new Unreachable(href));
    });
    document.head.append(link);
  });
}
