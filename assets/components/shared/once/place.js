// Where code and stub meet in the browser: by the code's address its function and style sheet
// and, until it has come, the calls that wait for it.
const places = (globalThis.unrolled ??= new Map());
if (!places.has(ADDRESS)) places.set(ADDRESS, { main: null, sheet: null, waiting: [] });
const place = places.get(ADDRESS);
