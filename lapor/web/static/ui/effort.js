// Works before a vote is sent, so that a robot pays for each. Without this module the
// server asks for a short wait instead. The hashing is done here and not by the
// browser's own: a call for each of 65,000 hashes would take longer than the hashes.
const PRIMES = [...primes(64)];
const ROUND = PRIMES.map((prime) => fraction(Math.cbrt(prime)));
const START = PRIMES.slice(0, 8).map((prime) => fraction(Math.sqrt(prime)));
const BATCH = 4000;

for (const form of document.querySelectorAll("[data-effort]")) {
  form.addEventListener("submit", async (event) => {
    if (form.elements.answer.value) return;
    event.preventDefault();
    const button = event.submitter;
    const label = button.textContent;
    button.textContent = form.dataset.working;
    button.setAttribute("aria-busy", "true");
    form.elements.answer.value = await found(form.elements.token.value,
      Number(form.dataset.effort));
    button.textContent = label;
    button.removeAttribute("aria-busy");
    form.requestSubmit(button);
  });
}

async function found(token, bits) {
  for (let number = 0; ; number += 1) {
    if (Math.clz32(firstWord(`${token}:${number}`)) >= bits) return String(number);
    if (number % BATCH === 0) await new Promise((go) => { setTimeout(go); });
  }
}

// The first 32 bits of the SHA-256 of a text of plain letters (FIPS 180-4).
function firstWord(text) {
  const length = text.length;
  const blocks = (length + 72) >> 6;
  const words = new Int32Array(blocks * 16);
  for (let place = 0; place < length; place += 1) {
    words[place >> 2] |= text.charCodeAt(place) << (24 - (place % 4) * 8);
  }
  words[length >> 2] |= 0x80 << (24 - (length % 4) * 8);
  words[words.length - 1] = length * 8;
  let state = START;
  for (let block = 0; block < blocks; block += 1) {
    state = mixed(state, words.subarray(block * 16, block * 16 + 16));
  }
  return state[0];
}

function mixed(state, block) {
  const w = new Int32Array(64);
  w.set(block);
  let [a, b, c, d, e, f, g, h] = state;
  for (let at = 0; at < 64; at += 1) {
    if (at > 15) {
      const x = w[at - 15];
      const y = w[at - 2];
      w[at] = w[at - 16] + w[at - 7] + (turn(x, 7) ^ turn(x, 18) ^ (x >>> 3))
        + (turn(y, 17) ^ turn(y, 19) ^ (y >>> 10));
    }
    const one = (h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g))
      + ROUND[at] + w[at]) | 0;
    const two = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22))
      + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    [h, g, f, e, d, c, b, a] = [g, f, e, (d + one) | 0, c, b, a, (one + two) | 0];
  }
  return [a, b, c, d, e, f, g, h].map((word, place) => (word + state[place]) | 0);
}

function turn(word, by) {
  return (word >>> by) | (word << (32 - by));
}

function fraction(root) {
  return ((root - Math.floor(root)) * 2 ** 32) | 0;
}

function* primes(count) {
  const known = [];
  for (let number = 2; known.length < count; number += 1) {
    if (known.every((prime) => number % prime)) {
      known.push(number);
      yield number;
    }
  }
}
