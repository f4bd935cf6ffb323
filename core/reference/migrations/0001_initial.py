import core.base.clock
import core.reference.models
import django.contrib.postgres.constraints
import django.db.models.deletion
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [("base", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name='Criterion',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=core.base.clock.now, editable=False)),
                ('code', models.CharField(max_length=2, unique=True)),
                ('title_uk', models.CharField(max_length=200)),
                ('title_en', models.CharField(max_length=200)),
                ('absolute', models.BooleanField()),
                ('source', models.CharField(max_length=300)),
            ],
            options={
                'verbose_name_plural': 'criteria',
                'ordering': ['code'],
            },
            bases=(core.reference.models.InTwoLanguages, models.Model),
        ),
        migrations.CreateModel(
            name='Department',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=core.base.clock.now, editable=False)),
                ('code', models.SlugField(max_length=20, unique=True)),
                ('short_uk', models.CharField(max_length=12, unique=True)),
                ('short_en', models.CharField(max_length=12, unique=True)),
                ('name_uk', models.CharField(max_length=200)),
                ('name_en', models.CharField(max_length=200)),
                ('position', models.PositiveSmallIntegerField(unique=True)),
            ],
            options={
                'ordering': ['position'],
            },
            bases=(core.reference.models.InTwoLanguages, models.Model),
        ),
        migrations.CreateModel(
            name='Unit',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=core.base.clock.now, editable=False)),
                ('code', models.SlugField(max_length=12, unique=True)),
                ('uk', models.CharField(max_length=20)),
                ('en', models.CharField(max_length=20)),
                ('name_uk', models.CharField(max_length=60)),
                ('name_en', models.CharField(max_length=60)),
                ('whole', models.BooleanField(help_text='Counted in whole numbers only.')),
                ('position', models.PositiveSmallIntegerField(unique=True)),
            ],
            options={
                'ordering': ['position'],
            },
            bases=(core.reference.models.InTwoLanguages, models.Model),
        ),
        migrations.CreateModel(
            name='CalendarDay',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=core.base.clock.now, editable=False)),
                ('date', models.DateField(unique=True)),
                ('kind', models.CharField(choices=[('holiday', 'Public holiday'), ('day_off', 'Day off'), ('working', 'Working day moved here')], max_length=8)),
                ('reason_uk', models.CharField(max_length=200)),
                ('reason_en', models.CharField(max_length=200)),
                ('published_on', models.DateField(help_text='Unknown to calendars computed as of earlier days.')),
                ('source', models.CharField(max_length=300)),
            ],
            options={
                'ordering': ['date'],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['holiday', 'day_off', 'working'])), name='calendar_day_kind')],
            },
            bases=(core.reference.models.InTwoLanguages, models.Model),
        ),
        migrations.CreateModel(
            name='CalendarRegime',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=core.base.clock.now, editable=False)),
                ('valid_from', models.DateField()),
                ('valid_until', models.DateField(blank=True, null=True)),
                ('source', models.CharField(max_length=300)),
                ('name_uk', models.CharField(max_length=200)),
                ('name_en', models.CharField(max_length=200)),
                ('holidays_work', models.BooleanField(default=True)),
                ('published_on', models.DateField(help_text='Unknown to calendars computed as of earlier days.')),
            ],
            options={
                'ordering': ['valid_from'],
                'constraints': [models.UniqueConstraint(fields=('valid_from',), name='calendar_regime_once'), models.CheckConstraint(condition=models.Q(('valid_until__isnull', True), ('valid_until__gte', models.F('valid_from')), _connector='OR'), name='calendar_regime_dates'), django.contrib.postgres.constraints.ExclusionConstraint(expressions=[(core.reference.models.ClosedDateRange(), '&&')], name='calendar_regime_one_a_day')],
            },
        ),
        migrations.CreateModel(
            name='ControlListEntry',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=core.base.clock.now, editable=False)),
                ('edition', models.CharField(max_length=40)),
                ('edition_from', models.DateField()),
                ('code', models.CharField(max_length=20)),
                ('title_uk', models.CharField(max_length=300)),
                ('title_en', models.CharField(max_length=300)),
                ('position', models.PositiveSmallIntegerField()),
            ],
            options={
                'verbose_name_plural': 'control list entries',
                'ordering': ['edition', 'position'],
                'constraints': [models.UniqueConstraint(fields=('edition', 'code'), name='control_entry_once'), models.CheckConstraint(condition=models.Q(('code__regex', '^ML([1-9]|1[0-9]|2[0-2])(\\.[a-z0-9]+)*$')), name='control_entry_code')],
            },
            bases=(core.reference.models.InTwoLanguages, models.Model),
        ),
        migrations.CreateModel(
            name='Destination',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=core.base.clock.now, editable=False)),
                ('valid_from', models.DateField()),
                ('valid_until', models.DateField(blank=True, null=True)),
                ('source', models.CharField(max_length=300)),
                ('country', models.CharField(max_length=2)),
                ('tier', models.CharField(choices=[('partner', 'Partner'), ('standard', 'Standard'), ('sensitive', 'Sensitive'), ('closed', 'Closed')], max_length=10)),
                ('embargo', models.BooleanField(default=False)),
                ('reason_uk', models.CharField(blank=True, max_length=300)),
                ('reason_en', models.CharField(blank=True, max_length=300)),
            ],
            options={
                'ordering': ['country', 'valid_from'],
                'constraints': [models.CheckConstraint(condition=models.Q(('country__regex', '^[A-Z]{2}$')), name='destination_country'), models.CheckConstraint(condition=models.Q(('tier__in', ['partner', 'standard', 'sensitive', 'closed'])), name='destination_tier'), models.CheckConstraint(condition=models.Q(('embargo', False), ('tier', 'closed'), _connector='OR'), name='destination_embargo_closed'), models.UniqueConstraint(fields=('country', 'valid_from'), name='destination_once'), models.CheckConstraint(condition=models.Q(('valid_until__isnull', True), ('valid_until__gte', models.F('valid_from')), _connector='OR'), name='destination_dates'), django.contrib.postgres.constraints.ExclusionConstraint(expressions=[(core.reference.models.ClosedDateRange(), '&&'), ('country', '=')], name='destination_one_policy_a_day')],
            },
            bases=(core.reference.models.InTwoLanguages, models.Model),
        ),
        migrations.CreateModel(
            name='Term',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=core.base.clock.now, editable=False)),
                ('valid_from', models.DateField()),
                ('valid_until', models.DateField(blank=True, null=True)),
                ('source', models.CharField(max_length=300)),
                ('track', models.CharField(choices=[('military', 'Military goods'), ('dual_use', 'Dual-use goods'), ('interagency', 'With inter-agency approval'), ('treaty', 'Under an international treaty')], max_length=12)),
                ('days', models.PositiveSmallIntegerField()),
            ],
            options={
                'ordering': ['track', 'valid_from'],
                'constraints': [models.CheckConstraint(condition=models.Q(('track__in', ['military', 'dual_use', 'interagency', 'treaty'])), name='term_track'), models.CheckConstraint(condition=models.Q(('days__gte', 1), ('days__lte', 365)), name='term_days'), models.UniqueConstraint(fields=('track', 'valid_from'), name='term_once'), models.CheckConstraint(condition=models.Q(('valid_until__isnull', True), ('valid_until__gte', models.F('valid_from')), _connector='OR'), name='term_dates'), django.contrib.postgres.constraints.ExclusionConstraint(expressions=[(core.reference.models.ClosedDateRange(), '&&'), ('track', '=')], name='term_one_rule_a_day')],
            },
        ),
        migrations.CreateModel(
            name='RefusalGround',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=core.base.clock.now, editable=False)),
                ('code', models.CharField(max_length=12, unique=True)),
                ('group', models.CharField(choices=[('substance', 'Substance'), ('form', 'Form')], max_length=10)),
                ('title_uk', models.CharField(max_length=200)),
                ('title_en', models.CharField(max_length=200)),
                ('reference_uk', models.CharField(max_length=300)),
                ('reference_en', models.CharField(max_length=300)),
                ('position', models.PositiveSmallIntegerField(unique=True)),
                ('criterion', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='grounds', to='reference.criterion')),
            ],
            options={
                'ordering': ['position'],
                'constraints': [models.CheckConstraint(condition=models.Q(('group__in', ['substance', 'form'])), name='refusal_ground_group')],
            },
            bases=(core.reference.models.InTwoLanguages, models.Model),
        ),
    ]
