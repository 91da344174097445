import { register } from 'node:module';

// From here on, this process can import TypeScript.
register('./typescript-hooks.js', import.meta.url);
