import { render } from 'preact';
import { Page } from './page.jsx';
import { applyTheme } from './state/theme.js';
import './styles/tokens.css';
import './styles/base.css';
import './styles/layout.css';
import './styles/parts.css';
import './styles/streams.css';
import './styles/models.css';
import './styles/operations.css';
import 'uplot/dist/uPlot.min.css';

applyTheme();
const root = document.getElementById('page');
if (root !== null) render(<Page />, root);
