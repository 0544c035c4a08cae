import { CLEANING, jsonata } from './jsonata';
import { MOST_NAMES, MOST_ROWS } from './review-answer';
import { ANSWERED } from './review-source';

/** New names that the report has room for, of one answer. */
const MOST_NEW = 5;

/** More than half as much again is told as risen, less than half as fallen. */
const ROSE = 1.5;
const FELL = 0.5;

/** Descriptions of OpsItems end at 2,048. */
const DESCRIPTION_LENGTH = 1900;

/** What all clusters have in the report together: both the state of a machine and a message of SNS end at 262,144 bytes. */
const SUMMARIES_LENGTH = 150_000;
const SUMMARY_LENGTH = 6000;

/** What one cluster has in the report. */
export function summaryLength(clusters: number): number {
  return Math.min(SUMMARY_LENGTH, Math.floor(SUMMARIES_LENGTH / clusters));
}

/** How answers become lines, with those of the last review beside them. */
const LINES = `
  $mark := function($text) { $text = '' ? '' : '  ** ' & $text };
  $lines := function($answer, $rows, $news) {(
    $asked := $questions[id = $answer.question];
    $head := $asked.title & ' [' & $asked.controls & ']';
    $answer.status != '${ANSWERED}'
      ? '  NOT ANSWERED (' & $clean($answer.status, 100) & '): ' & $head
      : $join([
          $pad($string($answer.number) & ($answer.capped ? '+' : ''), -10) & $pad($answer.before = null ? '-' : $string($answer.before), -10)
            & '  ' & $head & $mark($answer.trend) & ($count($answer.fresh) > 0 ? $mark('NEW ' & $string($count($answer.fresh))) : ''),
          $map($first($answer.fresh, $news), function($name) { '                        new: ' & $name }),
          $map($first($answer.rows, $rows), function($row) { '                        ' & $row })
        ], '\\n')
  )};`;

/** The answers of one cluster beside those of the last review: `fresh` names, what rose and fell. `$past` is that review, or an empty object. */
export const COMPARED = jsonata(`[$map($states.input, function($answer) {(
  $before := $lookup($past.numbers, $answer.question);
  $known := $lookup($past.names, $answer.question);
  $merge([$answer, {
    'before': $exists($before) ? $before : null,
    'fresh': $exists($known) ? [$answer.names[$not($ in $known)]] : [],
    'trend': $not($exists($before)) or $before = null or $answer.number = null ? ''
      : $answer.number > $before * ${ROSE} ? 'ROSE' : $answer.number < $before * ${FELL} ? 'FELL' : ''
  }])
)})]`);

/** All that was answered, for the details. */
export const DETAILS = jsonata(`(
  ${CLEANING}
  ${LINES}
  $join([
    'Audit records of ' & $here.cluster & ' from ' & $fromMillis($here.since * 1000) & ' to ' & $fromMillis($here.until * 1000),
    '',
    '       now    before',
    $map($answers, function($answer) { $lines($answer, ${MOST_ROWS}, ${MOST_NAMES}) }),
    ''
  ], '\\n')
)`);

/** What the next review compares with; a question that was not answered has no number. */
export const REMEMBERED = jsonata(`$string({
  'cluster': $here.cluster,
  'source': $here.source,
  'since': $here.since,
  'until': $here.until,
  'numbers': $merge([{}, $answers[status = '${ANSWERED}'].{ question: number }]),
  'names': $merge([{}, $answers[status = '${ANSWERED}' and named].{ question: [names] }])
})`);

/** What stands in the report, for people who have two minutes: first what is new, rose, or could not be answered. */
export const SUMMARY = jsonata(`(
  ${CLEANING}
  ${LINES}
  $sourceBefore := $exists($past.source) ? $past.source : '';
  $quiet := $answers[status = '${ANSWERED}' and number = 0 and trend = ''];
  $loud := $answers[$not(question in $quiet.question)];
  $urgent := $loud[status != '${ANSWERED}' or trend != '' or $count(fresh) > 0];
  $text := $join([
    '== ' & $here.cluster & ' ==',
    $sourceBefore in [$here.source, ''] ? [] : '  The review before asked ' & $clean($sourceBefore, 100) & ': what it counted in another way has no number before.',
    $exists($past.unread) ? '  The numbers of the review before could not be read, or this cluster was not in it (' & $clean($past.unread, 100) & '): none stands beside these, and nothing is told as new.' : [],
    $count($loud) > 0 ? '       now    before' : [],
    $map($append($urgent, $loud[$not(question in $urgent.question)]), function($answer) { $lines($answer, $questions[id = $answer.question].shown, ${MOST_NEW}) }),
    $count($quiet) > 0 ? '  Nothing found: ' & $join([$map($quiet, function($answer) { $questions[id = $answer.question].title })], ', ') : []
  ], '\\n');
  {
    'cluster': $here.cluster,
    'unanswered': $count($answers[status != '${ANSWERED}']),
    'rose': $count($answers[trend = 'ROSE']),
    'fresh': $sum([0, $map($answers, function($answer) { $count($answer.fresh) })]),
    'text': $substring($text, 0, $here.summaryLength) & ($length($text) > $here.summaryLength ? '\\n  ... cut, the rest is in the details' : '')
  }
)`);

/** The report, `$report`, what the OpsItem says, in which nothing is that a stranger wrote, and one line for subjects. */
export const REPORT = jsonata(`(
  $answered := $clusters[cluster in $expected];
  $missing := [$expected[$not($ in $answered.cluster)]];
  $unanswered := $sum([0, $answered.unanswered]);
  $days := $formatNumber(($until - $since) / 86400, '0.0');
  $headline := 'clusters: ' & $string($count($expected))
    & ($count($missing) > 0 ? ', NOT ASKED: ' & $string($count($missing)) : '')
    & ($unanswered > 0 ? ', questions NOT ANSWERED: ' & $string($unanswered) : '')
    & ', rose: ' & $string($sum([0, $answered.rose])) & ', new: ' & $string($sum([0, $answered.fresh]));
  $period := 'Records from ' & $fromMillis($since * 1000) & ' to ' & $fromMillis($until * 1000) & ' (' & $days & ' days)';
  $before := $last = '' ? 'No review before this one is known: nothing to compare with.'
    : 'Before: the review of ' & $last & '. Where its period was longer or shorter, so are its numbers.';
  {
    'headline': $headline,
    'report': $join([
      'Audit log review ' & $review,
      $period,
      $before,
      $headline,
      'A + after a number: there are more. ROSE: by more than half. FELL: to less than half. NEW: not seen in the period before.',
      'Asked: ' & $source,
      'The whole answers: s3://' & $bucket & '/' & $details,
      '',
      $map($missing, function($cluster) { '== ' & $cluster & ' ==\\n  NOT ANSWERED: this cluster could not be asked\\n' }),
      $map($answered, function($answer) { $answer.text & '\\n' })
    ], '\\n'),
    'description': $substring($join([
      $period,
      '',
      $headline,
      '',
      'Read the report, then set this OpsItem to Resolved: that signs it.',
      '',
      'Report: s3://' & $bucket & '/' & $reportKey,
      '',
      $map($missing, function($cluster) { '- ' & $cluster & ': NOT ASKED' }),
      $map($answered, function($answer) {
        '- ' & $answer.cluster & ': ' & $string($answer.unanswered) & ' not answered, ' & $string($answer.rose) & ' rose, ' & $string($answer.fresh) & ' new'
      })
    ], '\\n'), 0, ${DESCRIPTION_LENGTH})
  }
)`);

/** What is mailed: what to do, what waits, and the report. */
export const MAIL = jsonata(`(
  $join([
    'Read this, then set OpsItem ' & $opsItemId & ' in Systems Manager OpsCenter to Resolved: that signs it, in your name.',
    $count($open) = 0 ? [] : 'Not signed yet: the reviews of ' & $join($open, ', '),
    $openKnown ? [] : 'Which reviews are not signed yet could not be asked.',
    'Report: s3://' & $bucket & '/' & $reportKey,
    '',
    $report
  ], '\\n')
)`);
