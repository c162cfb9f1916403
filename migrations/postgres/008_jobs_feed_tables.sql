CREATE TABLE jobs (
  id text PRIMARY KEY,
  title text NOT NULL,
  employment_type text NOT NULL CHECK (employment_type IN ('FULL_TIME', 'PART_TIME', 'CONTRACT')),
  visa_sponsorship boolean NOT NULL DEFAULT false,
  description text NOT NULL,
  requirements_json jsonb NOT NULL DEFAULT '[]' CHECK (jsonb_typeof(requirements_json) = 'array'),
  location_json jsonb NOT NULL CHECK (jsonb_typeof(location_json) = 'object'),
  employer_json jsonb NOT NULL CHECK (jsonb_typeof(employer_json) = 'object'),
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX idx_jobs_employment_type ON jobs (employment_type);
CREATE INDEX idx_jobs_visa_sponsorship ON jobs (visa_sponsorship);
CREATE INDEX idx_jobs_created_at ON jobs (created_at DESC);

CREATE TABLE feed_posts (
  id text PRIMARY KEY,
  title text NOT NULL,
  excerpt text NOT NULL,
  category text NOT NULL,
  author text NOT NULL,
  image_url text,
  published_at timestamptz NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX idx_feed_posts_category ON feed_posts (category);
CREATE INDEX idx_feed_posts_published_at ON feed_posts (published_at DESC);

INSERT INTO jobs (id, title, employment_type, visa_sponsorship, description, requirements_json, location_json,
                  employer_json, created_at, updated_at) VALUES
  ('job_tokyo_senior_welder_001', 'Senior Welder', 'FULL_TIME', true,
   'Weld and inspect steel frames for high-rise buildings with an experienced crew in central Tokyo.',
   '["Five years of arc or TIG welding","Reads workshop drawings","Japanese at N4 or better"]',
   '{"city":"Tokyo","countryCode":"JP","displayLabel":"Tokyo, JP","latitude":35.6762,"longitude":139.6503}',
   '{"id":"emp_tokyo_construction","isVerifiedEmployer":true,"logoUrl":null,"name":"Sumida Steelworks"}',
   '2026-01-01T09:00:00.000Z', '2026-01-01T09:00:00.000Z'),
  ('job_osaka_cnc_operator_002', 'CNC Operator', 'CONTRACT', true,
   'Set up and run three-axis milling machines for precision parts on a two-year contract.',
   '["Two years on CNC machines","Measures to a hundredth of a millimetre","Willing to work in shifts"]',
   '{"city":"Osaka","countryCode":"JP","displayLabel":"Osaka, JP","latitude":34.6937,"longitude":135.5023}',
   '{"id":"emp_kansai_precision","isVerifiedEmployer":true,"logoUrl":null,"name":"Kansai Precision Parts"}',
   '2026-01-02T09:00:00.000Z', '2026-01-02T09:00:00.000Z'),
  ('job_nagoya_warehouse_staff_003', 'Warehouse Associate', 'FULL_TIME', false,
   'Receive, store and pick goods in a modern distribution centre near the port of Nagoya.',
   '["Can lift 20 kg","Careful with stock records","Basic spoken Japanese"]',
   '{"city":"Nagoya","countryCode":"JP","displayLabel":"Nagoya, JP","latitude":35.1815,"longitude":136.9066}',
   '{"id":"emp_chubu_logistics","isVerifiedEmployer":false,"logoUrl":null,"name":"Chubu Port Logistics"}',
   '2026-01-03T09:00:00.000Z', '2026-01-03T09:00:00.000Z'),
  ('job_fukuoka_eldercare_assistant_004', 'Eldercare Assistant', 'PART_TIME', true,
   'Help residents of a small care home with meals, walks and daily life, guided by a nurse.',
   '["Patient and friendly","Care training finished or under way","Japanese at N3 or better"]',
   '{"city":"Fukuoka","countryCode":"JP","displayLabel":"Fukuoka, JP","latitude":33.5902,"longitude":130.4017}',
   '{"id":"emp_hakata_care","isVerifiedEmployer":true,"logoUrl":null,"name":"Hakata Care Home"}',
   '2026-01-04T09:00:00.000Z', '2026-01-04T09:00:00.000Z')
  ON CONFLICT (id) DO NOTHING;

INSERT INTO feed_posts (id, title, excerpt, category, author, image_url, published_at, created_at, updated_at) VALUES
  ('post_jp_work_culture_001', 'What your first week at work looks like',
   'Greetings, morning meetings and why five minutes early is on time.', 'CAREER', 'Career Desk', NULL,
   '2026-02-10T09:00:00.000Z', '2026-02-10T09:00:00.000Z', '2026-02-10T09:00:00.000Z'),
  ('post_visa_update_002', 'Which visa fits which job',
   'Specified Skilled Worker, Technical Intern and Engineer side by side.', 'VISA', 'Visa Desk', NULL,
   '2026-02-14T09:00:00.000Z', '2026-02-14T09:00:00.000Z', '2026-02-14T09:00:00.000Z'),
  ('post_interview_tips_003', 'Five questions you will hear in the interview',
   'Prepare short answers and one question of your own.', 'INTERVIEW', 'Career Desk', NULL,
   '2026-02-18T09:00:00.000Z', '2026-02-18T09:00:00.000Z', '2026-02-18T09:00:00.000Z'),
  ('post_life_in_tokyo_004', 'A month in Tokyo, counted in yen',
   'Rent, trains, food and what is left to send home.', 'LIFESTYLE', 'Housing Desk', NULL,
   '2026-02-22T09:00:00.000Z', '2026-02-22T09:00:00.000Z', '2026-02-22T09:00:00.000Z')
  ON CONFLICT (id) DO NOTHING;
