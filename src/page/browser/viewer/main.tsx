import '../page.css';
import './viewer.css';
import { render } from 'preact';
import { readData } from '../data.ts';
import { App, type Given } from './app.tsx';
import { Nothing } from './nothing.tsx';

// Whoever writes the page holds what it writes to this, so that it need not be done again with every reading.
const given = readData() as Given;
const root = document.querySelector('#root')!;
root.replaceChildren();
render(given.file.runs.length === 0 ? <Nothing {...given} /> : <App {...given} />, root);
