import '../page.css';
import { render } from 'preact';
import { readData } from '../data.ts';

const { title } = readData() as { readonly title: string };
render(<h1>{title}</h1>, document.querySelector('#root')!);
