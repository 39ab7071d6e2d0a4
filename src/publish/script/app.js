// What scripts add to pages that work without them. Small modules, nothing from elsewhere.
import './tools.js';
import './keys.js';
import './popover.js';
import './table.js';
import './drop.js';
import './draft.js';
